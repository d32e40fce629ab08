/**
 * Runs suites that we did not write against the runner, and judges the outcome.
 *
 * <p>{@link org.penstock.conformance.Select} says which tests run, {@link
 * org.penstock.conformance.SharedClusterListener} gives all tests of a JVM one Flink cluster, and
 * {@link org.penstock.conformance.Verify} compares what happened with what had to happen.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.conformance;
