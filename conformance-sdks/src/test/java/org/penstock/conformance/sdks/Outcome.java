package org.penstock.conformance.sdks;

/**
 * How one test of a suite ended.
 *
 * @param id the test, in the words of its suite, such as {@code FlinkRunnerTest::test_create}
 * @param status how it ended
 * @param text what the suite says of a failure or of the reason of a skip; empty for a pass
 */
record Outcome(String id, Status status, String text) {

  enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }
}
