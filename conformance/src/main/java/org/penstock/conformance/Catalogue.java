package org.penstock.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every test of Beam's suites, as reflection over the tests jar found them: what must run is taken
 * from here, and never from what a scan happened to find.
 */
final class Catalogue {

  private static final String RESOURCE = "categories-2.72.0.tsv";

  private Catalogue() {}

  /** Reads the catalogue of the Beam version that this build is for. */
  static List<SuiteTest> load() {
    List<SuiteTest> tests = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String line : Resources.lines(RESOURCE)) {
      SuiteTest test = parse(line);
      if (!seen.add(test.id())) {
        throw new IllegalArgumentException(RESOURCE + " names " + test.id() + " twice.");
      }
      tests.add(test);
    }
    return List.copyOf(tests);
  }

  private static SuiteTest parse(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 5) {
      throw new IllegalArgumentException(
          RESOURCE + ": expected five columns divided by tabs, found: " + line);
    }
    return new SuiteTest(
        columns[0],
        columns[1],
        columns[2].equals("VR") ? SuiteTest.Suite.VALIDATES_RUNNER : SuiteTest.Suite.NEEDS_RUNNER,
        columns[3].equals("ignored"),
        Set.of(columns[4].split(",", -1)));
  }
}
