/** The environment {@code beam:env:external:v1}: SDK workers that a worker pool starts. */
@NullMarked
package org.penstock.environments.external;

import org.jspecify.annotations.NullMarked;
