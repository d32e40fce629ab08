package org.penstock.conformance;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A list of tests with a reason each, kept by hand: {@code class#method | reason | cause}, one line
 * a test.
 *
 * @param name the resource it came from
 * @param reasons by the test's {@link SuiteTest#id()}, the reason and, where given, the cause
 */
record TestList(String name, Map<String, String> reasons) {

  private static final Pattern COLUMN = Pattern.compile("\\s+\\|\\s+");

  TestList {
    reasons = Map.copyOf(reasons);
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException if a line has no reason, is there twice, or names a test that
   *     is not in the catalogue: a list that misspells a test would do nothing, silently
   */
  static TestList load(String resource, Collection<SuiteTest> catalogue) {
    return parse(resource, Resources.lines(resource), catalogue);
  }

  static TestList parse(String name, List<String> lines, Collection<SuiteTest> catalogue) {
    Set<String> known = catalogue.stream().map(SuiteTest::id).collect(Collectors.toSet());
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : lines) {
      String[] columns = COLUMN.split(line.strip(), 2);
      if (columns.length < 2 || columns[1].isBlank()) {
        throw new IllegalArgumentException(
            name + ": expected 'class#method | reason | cause', found: " + line);
      }
      if (!known.contains(columns[0])) {
        throw new IllegalArgumentException(
            name
                + " names "
                + columns[0]
                + ", which is no test of Beam's suites. Correct the name.");
      }
      if (reasons.put(columns[0], columns[1].strip()) != null) {
        throw new IllegalArgumentException(name + " names " + columns[0] + " twice.");
      }
    }
    return new TestList(name, reasons);
  }

  boolean contains(SuiteTest test) {
    return reasons.containsKey(test.id());
  }
}
