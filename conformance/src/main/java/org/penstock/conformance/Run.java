package org.penstock.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One run of the suites, as the build asks for it.
 *
 * @param target what is tested
 * @param scope how much of the suites runs
 * @param catalogue all tests there are
 * @param selection which of them run
 * @param work the folder where the selection and the reports lie
 */
record Run(
    Target target,
    Selection.Scope scope,
    List<SuiteTest> catalogue,
    Selection selection,
    Path work) {

  Run {
    catalogue = List.copyOf(catalogue);
  }

  /**
   * Reads {@code TARGET SCOPE FOLDER ONLY}, where the last is a regular expression; a test runs if
   * its {@link SuiteTest#id()} has a match, so an empty one allows all.
   */
  static Run parse(String... arguments) {
    if (arguments.length != 4) {
      throw new IllegalArgumentException(
          "Expected four arguments: target, scope, work folder and a pattern; found "
              + arguments.length);
    }
    Target target = Target.load(arguments[0]);
    List<SuiteTest> catalogue = Catalogue.load();
    Selection.Scope scope = scope(arguments[1]);
    Selection selection =
        Selection.of(catalogue, target, scope, Selection.Lists.load(catalogue))
            .only(Pattern.compile(arguments[3]));
    return new Run(target, scope, catalogue, selection, Path.of(arguments[2]));
  }

  Path reports() {
    return work.resolve("reports");
  }

  private static Selection.Scope scope(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "slice" -> Selection.Scope.SLICE;
      case "validates-runner" -> Selection.Scope.VALIDATES_RUNNER;
      case "all" -> Selection.Scope.ALL;
      default ->
          throw new IllegalArgumentException(
              "-Dconformance.scope: expected slice, validates-runner or all, found " + text);
    };
  }
}
