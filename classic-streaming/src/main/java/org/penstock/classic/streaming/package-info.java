/** The path {@code classic-streaming}: Java user code in the tasks of a Flink streaming job. */
@NullMarked
package org.penstock.classic.streaming;

import org.jspecify.annotations.NullMarked;
