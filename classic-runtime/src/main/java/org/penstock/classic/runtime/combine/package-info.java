/**
 * Combines values by key and window: what the sending and the receiving side of a {@code
 * Combine.perKey} have in common, and batch jobs with streaming ones.
 */
@NullMarked
package org.penstock.classic.runtime.combine;

import org.jspecify.annotations.NullMarked;
