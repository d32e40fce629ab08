/**
 * Runs suites that we did not write against the runner, and judges the outcome.
 *
 * <p>{@link org.penstock.conformance.Suites} says which tests run and runs them, {@link
 * org.penstock.conformance.SharedClusterListener} gives all tests of a JVM one Flink cluster, and
 * its verdict compares what happened with what had to happen.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.conformance;
