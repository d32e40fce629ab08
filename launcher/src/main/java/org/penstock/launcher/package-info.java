/** The commands of {@code bin/penstock}. */
@NullMarked
package org.penstock.launcher;

import org.jspecify.annotations.NullMarked;
