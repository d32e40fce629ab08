package org.penstock.conformance;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes of each test of the catalogue in one run. Every test has exactly one fate, so that
 * none is left out without a word.
 *
 * @param fates each fate with its tests, all fates present
 */
record Selection(Map<Fate, List<SuiteTest>> fates) {

  /** What a run does with a test. */
  enum Fate {
    RUN("run"),
    STREAMING("left to the streaming path"),
    INAPPLICABLE("not applicable to this target"),
    LEFT_OUT("not in this scope");

    private final String text;

    Fate(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** How much of the suites a run takes. */
  enum Scope {
    /** What an everyday build can afford. */
    SLICE(Duration.ofMinutes(3)),
    /** All ValidatesRunner tests and no other. */
    VALIDATES_RUNNER(Duration.ofMinutes(20)),
    /** Both suites, whole. */
    ALL(Duration.ofMinutes(20));

    private final Duration testLimit;

    Scope(Duration testLimit) {
      this.testLimit = testLimit;
    }

    /** How long one test may take; the tests that need minutes are not in a slice. */
    Duration testLimit() {
      return testLimit;
    }
  }

  /** A test with one of these has an unbounded PCollection. */
  static final Set<String> STREAMING_CATEGORIES =
      Set.of(
          "UsesTestStream",
          "UsesTestStreamWithProcessingTime",
          "UsesTestStreamWithMultipleStages",
          "UsesTestStreamWithOutputTimestamp",
          "UsesUnboundedPCollections",
          "UsesUnboundedSplittableParDo");

  /**
   * The lists that decide where the categories do not.
   *
   * @param streamingOnly tests with an unbounded PCollection and without a category that says so
   * @param inapplicable tests that need what no machine of ours has
   * @param leftOut tests that a slice leaves out, for they take too long
   * @param needsRunnerSlice the classes whose NeedsRunner tests are in a slice
   */
  record Lists(
      TestList streamingOnly,
      TestList inapplicable,
      TestList leftOut,
      Set<String> needsRunnerSlice) {

    Lists {
      needsRunnerSlice = Set.copyOf(needsRunnerSlice);
    }

    static Lists load(Collection<SuiteTest> catalogue) {
      return new Lists(
          TestList.load("streaming-only.txt", catalogue),
          TestList.load("inapplicable.txt", catalogue),
          TestList.load("left-out-of-slice.txt", catalogue),
          classes("needs-runner-slice.txt", catalogue));
    }

    private static Set<String> classes(String resource, Collection<SuiteTest> catalogue) {
      Set<String> known = catalogue.stream().map(SuiteTest::className).collect(Collectors.toSet());
      List<String> names = Resources.lines(resource);
      for (String name : names) {
        if (!known.contains(name)) {
          throw new IllegalArgumentException(
              resource + " names " + name + ", which is no class of Beam's suites.");
        }
      }
      return Set.copyOf(names);
    }
  }

  Selection {
    fates = Map.copyOf(fates);
  }

  /** Decides on every test of the catalogue. */
  static Selection of(Collection<SuiteTest> catalogue, Target target, Scope scope, Lists lists) {
    Map<Fate, List<SuiteTest>> fates =
        catalogue.stream()
            .collect(
                Collectors.groupingBy(
                    test -> fate(test, target, scope, lists),
                    () -> new EnumMap<>(Fate.class),
                    Collectors.toList()));
    for (Fate fate : Fate.values()) {
      fates.putIfAbsent(fate, List.of());
    }
    return new Selection(fates);
  }

  private static Fate fate(SuiteTest test, Target target, Scope scope, Lists lists) {
    if (test.hasAny(target.inapplicable()) || lists.inapplicable().contains(test)) {
      return Fate.INAPPLICABLE;
    }
    if (!target.streaming()
        && (test.hasAny(STREAMING_CATEGORIES) || lists.streamingOnly().contains(test))) {
      return Fate.STREAMING;
    }
    return target.suites().contains(test.suite()) && inScope(test, scope, lists)
        ? Fate.RUN
        : Fate.LEFT_OUT;
  }

  private static boolean inScope(SuiteTest test, Scope scope, Lists lists) {
    boolean validates = test.suite() == SuiteTest.Suite.VALIDATES_RUNNER;
    return switch (scope) {
      case ALL -> true;
      case VALIDATES_RUNNER -> validates;
      case SLICE ->
          !lists.leftOut().contains(test)
              && (validates || lists.needsRunnerSlice().contains(test.className()));
    };
  }

  List<SuiteTest> tests(Fate fate) {
    return fates.getOrDefault(fate, List.of());
  }

  /** The same selection, less the tests to run whose id has no match. */
  Selection only(Pattern pattern) {
    Map<Boolean, List<SuiteTest>> parts =
        tests(Fate.RUN).stream()
            .collect(Collectors.partitioningBy(test -> pattern.matcher(test.id()).find()));
    Map<Fate, List<SuiteTest>> narrowed = new EnumMap<>(fates);
    narrowed.put(Fate.RUN, parts.getOrDefault(true, List.of()));
    narrowed.put(
        Fate.LEFT_OUT,
        Stream.concat(tests(Fate.LEFT_OUT).stream(), parts.getOrDefault(false, List.of()).stream())
            .toList());
    return new Selection(narrowed);
  }

  /** The methods of the tests to run, by class. */
  Map<String, List<String>> byClass() {
    return tests(Fate.RUN).stream()
        .collect(
            Collectors.groupingBy(
                SuiteTest::className,
                TreeMap::new,
                Collectors.mapping(SuiteTest::method, Collectors.toList())));
  }

  /** How many tests of each suite have which fate, a line each. */
  List<String> summary() {
    Map<Fate, Map<SuiteTest.Suite, Long>> counts = new LinkedHashMap<>();
    for (Fate fate : Fate.values()) {
      counts.put(
          fate,
          tests(fate).stream()
              .collect(
                  Collectors.groupingBy(
                      SuiteTest::suite,
                      () -> new EnumMap<>(SuiteTest.Suite.class),
                      Collectors.counting())));
    }
    return counts.entrySet().stream()
        .map(
            entry ->
                String.format(
                    "%s: %d ValidatesRunner, %d NeedsRunner",
                    entry.getKey(),
                    entry.getValue().getOrDefault(SuiteTest.Suite.VALIDATES_RUNNER, 0L),
                    entry.getValue().getOrDefault(SuiteTest.Suite.NEEDS_RUNNER, 0L)))
        .toList();
  }
}
