package org.penstock.conformance.sdks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of pytest.
 *
 * @param name of its log and its report
 * @param sdk what it runs
 * @param options the pipeline options for the tests, as one text
 * @param selection pytest's arguments that say which tests
 * @param limit how long it may take
 */
record PytestRun(
    String name, PythonSdk sdk, String options, List<String> selection, Duration limit) {
  private static final Duration TEST_LIMIT = Duration.ofMinutes(3);

  /** Exit code 1: a test has failed. Higher ones: pytest could not run, or found no tests. */
  private static final int TESTS_FAILED = 1;

  /**
   * Runs the tests.
   *
   * @param work takes the log and the report
   */
  List<Outcome> outcomes(Path work) throws IOException, InterruptedException {
    Path report = work.resolve(name + ".xml");
    Files.deleteIfExists(report);
    SuiteProcess pytest =
        new SuiteProcess(
            command(report),
            Map.of("PYTHONPATH", sdk.suites().toString(), "PYTHONDONTWRITEBYTECODE", "1"),
            work.resolve(name + ".log"),
            limit);
    int code = pytest.run();
    if (code > TESTS_FAILED || !Files.exists(report)) {
      throw new AssertionError("pytest ended with %d:\n%s".formatted(code, pytest.end()));
    }
    return JUnitReport.read(report);
  }

  private List<String> command(Path report) {
    String suites = sdk.suites().toString();
    List<String> command = new ArrayList<>(List.of(sdk.python().toString(), "-m", "pytest", "-c"));
    command.add(suites + "/pytest.ini");
    command.addAll(List.of("--rootdir=" + suites, "--noconftest", "-p", "pipeline_options_plugin"));
    command.addAll(List.of("-p", "no:cacheprovider", "-q", "--pyargs"));
    command.add("--timeout=" + TEST_LIMIT.toSeconds());
    command.add("--junitxml=" + report);
    // With what the job server and the workers log, also of tests that pass.
    command.add("--log-file=" + report.resolveSibling(name + "-tests.log"));
    command.addAll(
        List.of("--log-file-level=INFO", "--log-file-format=%(asctime)s %(name)s %(message)s"));
    command.add("--durations=10");
    command.add("--test-pipeline-options=" + options);
    command.addAll(selection);
    return command;
  }
}
