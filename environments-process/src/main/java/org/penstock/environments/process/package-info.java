/** The environment {@code beam:env:process:v1}: SDK workers as processes of this machine. */
@NullMarked
package org.penstock.environments.process;

import org.jspecify.annotations.NullMarked;
