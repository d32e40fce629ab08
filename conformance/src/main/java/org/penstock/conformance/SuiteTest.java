package org.penstock.conformance;

import java.util.Set;

/**
 * One test method of Beam's suites.
 *
 * @param className the binary name of its class
 * @param method the method, without the parameter of a parameterised test
 * @param suite the suite it counts for
 * @param ignored whether Beam itself ignores it, with {@code @Ignore}
 * @param categories the simple names of its JUnit 4 categories
 */
record SuiteTest(
    String className, String method, Suite suite, boolean ignored, Set<String> categories) {

  /** The suites, which are JUnit 4 categories; a test with both counts for the first. */
  enum Suite {
    VALIDATES_RUNNER("ValidatesRunner"),
    NEEDS_RUNNER("NeedsRunner");

    private final String category;

    Suite(String category) {
      this.category = category;
    }

    @Override
    public String toString() {
      return category;
    }
  }

  SuiteTest {
    categories = Set.copyOf(categories);
  }

  /** The name under which lists and reports speak of it: {@code class#method}. */
  String id() {
    return className + "#" + method;
  }

  boolean hasAny(Set<String> names) {
    return categories.stream().anyMatch(names::contains);
  }
}
