package org.penstock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SelectionTest {

  private static final Set<SuiteTest.Suite> BOTH = Set.of(SuiteTest.Suite.values());
  private static final TestList NONE = new TestList("none", Map.of());
  private static final SuiteTest PLAIN = test("A", "plain", SuiteTest.Suite.VALIDATES_RUNNER);
  private static final SuiteTest SLOW = test("A", "slow", SuiteTest.Suite.VALIDATES_RUNNER);
  private static final SuiteTest STREAM =
      test("A", "stream", SuiteTest.Suite.VALIDATES_RUNNER, "UsesTestStream");
  private static final SuiteTest PERIODIC = test("A", "periodic", SuiteTest.Suite.VALIDATES_RUNNER);
  private static final SuiteTest XLANG =
      test("B$Inner", "xlang", SuiteTest.Suite.VALIDATES_RUNNER, "UsesJavaExpansionService");
  private static final SuiteTest CLOUD = test("B$Inner", "cloud", SuiteTest.Suite.NEEDS_RUNNER);
  private static final SuiteTest IN_SLICE = test("N", "in", SuiteTest.Suite.NEEDS_RUNNER);
  private static final SuiteTest OUT_OF_SLICE = test("M", "out", SuiteTest.Suite.NEEDS_RUNNER);
  private static final List<SuiteTest> ALL =
      List.of(PLAIN, SLOW, STREAM, PERIODIC, XLANG, CLOUD, IN_SLICE, OUT_OF_SLICE);
  private static final Selection.Lists LISTS =
      new Selection.Lists(listing(PERIODIC), listing(CLOUD), listing(SLOW), Set.of("N"));

  @Test
  void aSliceOfABatchTarget() {
    Selection selection = Selection.of(ALL, target(false), Selection.Scope.SLICE, LISTS);

    assertThat(selection.tests(Selection.Fate.RUN)).containsExactly(PLAIN, IN_SLICE);
    assertThat(selection.tests(Selection.Fate.STREAMING)).containsExactly(STREAM, PERIODIC);
    assertThat(selection.tests(Selection.Fate.INAPPLICABLE)).containsExactly(XLANG, CLOUD);
    assertThat(selection.tests(Selection.Fate.LEFT_OUT)).containsExactly(SLOW, OUT_OF_SLICE);
  }

  @Test
  void oneSuiteOfAStreamingTarget() {
    Selection selection = Selection.of(ALL, target(true), Selection.Scope.VALIDATES_RUNNER, LISTS);

    assertThat(selection.tests(Selection.Fate.RUN)).containsExactly(PLAIN, SLOW, STREAM, PERIODIC);
    assertThat(selection.tests(Selection.Fate.STREAMING)).isEmpty();
  }

  @Test
  void aPatternNarrowsWhatRunsAndLosesNothing() {
    Selection selection =
        Selection.of(ALL, target(true), Selection.Scope.ALL, LISTS)
            .only(Pattern.compile("A#.*l[oa]"));

    assertThat(selection.tests(Selection.Fate.RUN)).containsExactly(PLAIN, SLOW);
    assertThat(selection.tests(Selection.Fate.LEFT_OUT))
        .containsExactly(STREAM, PERIODIC, IN_SLICE, OUT_OF_SLICE);
  }

  @Test
  void methodsGoByClass() {
    Selection.Lists lists = new Selection.Lists(NONE, NONE, NONE, Set.of());
    Target target = new Target("t", "[]", true, false, "", BOTH, Set.of());

    Selection selection =
        Selection.of(List.of(XLANG, PLAIN, SLOW), target, Selection.Scope.ALL, lists);

    assertThat(selection.byClass())
        .isEqualTo(Map.of("A", List.of("plain", "slow"), "B$Inner", List.of("xlang")));
  }

  @Test
  void aTargetMayHaveOneSuiteOnly() {
    Selection selection =
        Selection.of(
            ALL,
            new Target("t", "[]", true, true, "", Set.of(SuiteTest.Suite.NEEDS_RUNNER), Set.of()),
            Selection.Scope.ALL,
            LISTS);

    assertThat(selection.tests(Selection.Fate.RUN)).containsExactly(IN_SLICE, OUT_OF_SLICE);
  }

  @Test
  void everyTestOfTheCatalogueHasOneFate() {
    List<SuiteTest> catalogue = Catalogue.load();

    Selection selection =
        Selection.of(
            catalogue,
            Target.load("classic-batch"),
            Selection.Scope.ALL,
            Selection.Lists.load(catalogue));

    assertThat(selection.fates().values().stream().mapToInt(List::size).sum()).isEqualTo(916);
    assertThat(selection.tests(Selection.Fate.LEFT_OUT)).isEmpty();
  }

  private static Target target(boolean streaming) {
    return new Target("t", "[]", streaming, true, "", BOTH, Set.of("UsesJavaExpansionService"));
  }

  private static SuiteTest test(
      String name, String method, SuiteTest.Suite suite, String... categories) {
    return new SuiteTest(name, method, suite, false, Set.of(categories));
  }

  private static TestList listing(SuiteTest test) {
    return new TestList("list", Map.of(test.id(), "reason"));
  }
}
