package org.penstock.conformance;

/**
 * How one test ended, as its report says. A parameterised test has one outcome for each parameter.
 *
 * @param id the test, {@code class#method}, without the parameter; {@code class#} for the set-up of
 *     a class
 * @param status how it ended
 * @param seconds how long it took
 * @param trace the failure's stack trace, empty for a test that did not fail
 */
record Outcome(String id, Status status, double seconds, String trace) {

  /** Whether this is not about a method but about the set-up or tear-down of its class. */
  boolean ofClass() {
    return id.endsWith("#");
  }

  /** The same outcome, as that of a test. */
  Outcome as(SuiteTest test) {
    return new Outcome(test.id(), status, seconds, trace);
  }

  /** The ends a test can come to; the later one counts if a method has several. */
  enum Status {
    SKIPPED,
    PASSED,
    FAILED
  }
}
