package org.penstock.conformance.sdks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.penstock.conformance.sdks.SuiteCases.Counts;

/** The primitives suite of Beam's Go SDK, with none of the lists of what a runner cannot do. */
@DisabledIfSystemProperty(named = "conformance.go.skip", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoSuiteIT {
  private static final String NAME = "primitives";
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final int TESTS = 63;

  /**
   * It never ends by itself: it claims offsets up to the largest number, one a second, until
   * somebody drains the job, which the test does not.
   */
  private static final String ENDLESS = "^TestDrain$";

  private final Setting setting = Setting.read();

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "slice")
  Stream<DynamicTest> slice() throws Exception {
    List<String> tests =
        Files.readAllLines(setting.folder("go").resolve("slice.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    return run(new Counts(tests.size(), 0), "--tests=^(" + String.join("|", tests) + ")$");
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> all() throws Exception {
    return run(new Counts(TESTS, 0), "--skip=" + ENDLESS);
  }

  private Stream<DynamicTest> run(Counts counts, String selection)
      throws IOException, InterruptedException {
    Path go = setting.folder("go");
    Path report = setting.work().resolve(NAME + ".json");
    List<String> command = new ArrayList<>(List.of(go.resolve("run").toString()));
    command.add("--work=" + setting.sdks().resolve("go"));
    suite(command, "go-build", "--build-only").runWell();
    Files.deleteIfExists(report);
    Path log = setting.work().resolve(NAME + "-server.log");
    try (JobServerProcess server = JobServerProcess.start(setting.jar(), log)) {
      SuiteProcess suite =
          suite(command, NAME, "--endpoint=" + server.endpoint(), "--output=" + report, selection);
      // Exit code 1: a test has failed.
      if (suite.run() > 1) {
        throw new AssertionError("The suite did not run:\n" + suite.end());
      }
    }
    return new SuiteCases(NAME, counts, ExpectedFailures.read(go.resolve("expected-failures.txt")))
        .of(GoTestReport.read(report));
  }

  private SuiteProcess suite(List<String> command, String name, String... arguments) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(arguments));
    return new SuiteProcess(whole, Map.of(), setting.work().resolve(name + ".log"), LIMIT);
  }
}
