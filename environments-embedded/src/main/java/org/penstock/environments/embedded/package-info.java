/** The environment {@code beam:env:embedded:v1}: Beam's Java harness in this JVM. */
@NullMarked
package org.penstock.environments.embedded;

import org.jspecify.annotations.NullMarked;
