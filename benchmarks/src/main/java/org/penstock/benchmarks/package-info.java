/** Penstock beside native Flink: the same work on both, whole jobs, in one JVM. */
@NullMarked
package org.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;
