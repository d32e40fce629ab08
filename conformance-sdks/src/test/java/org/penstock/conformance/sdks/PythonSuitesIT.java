package org.penstock.conformance.sdks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.penstock.conformance.sdks.SuiteCases.Counts;

/** The tests in the wheel of Beam's Python SDK that are made for runners of other languages. */
@DisabledIfSystemProperty(named = "conformance.python.skip", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PythonSuitesIT {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final String FLINK = "apache_beam.runners.portability.flink_runner_test";
  private static final String TRANSCRIPTS =
      "apache_beam.transforms.trigger_test::WeakTestStreamTranscriptTest";
  private static final int TESTS = 79;
  private static final int UNSKIPPED = 18;

  private final Setting setting = Setting.read();
  private ExpectedFailures expected = new ExpectedFailures("", Map.of());

  @BeforeAll
  void readLists() throws IOException {
    expected = ExpectedFailures.read(setting.folder("python").resolve("expected-failures.txt"));
  }

  /** A few tests of both modes, chosen for what they have a runner do. */
  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "slice")
  Stream<DynamicTest> slice() throws Exception {
    List<String> tests = list("slice-flink-runner.txt");
    List<String> selection = new ArrayList<>();
    for (String type : List.of("FlinkRunnerTest", "FlinkRunnerTestStreaming")) {
      tests.forEach(test -> selection.add(FLINK + "::" + type + "::" + test));
    }
    return flink("loopback", "slice", selection, new Counts(selection.size(), 0));
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "slice")
  Stream<DynamicTest> transcriptsOfTheSlice() throws Exception {
    List<String> selection = new ArrayList<>();
    list("slice-transcripts.txt").forEach(test -> selection.add(TRANSCRIPTS + "::" + test));
    return endpoint("transcripts", selection, new Counts(selection.size(), 0));
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> batchInLoopback() throws Exception {
    return whole("loopback", "FlinkRunnerTest", 16);
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> fusedByTheClientInLoopback() throws Exception {
    return whole("loopback", "FlinkRunnerTestOptimized", 20);
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> streamingInLoopback() throws Exception {
    return whole("loopback", "FlinkRunnerTestStreaming", 16);
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> batchInProcesses() throws Exception {
    return whole("process", "FlinkRunnerTest", 20);
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> fusedByTheClientInProcesses() throws Exception {
    return whole("process", "FlinkRunnerTestOptimized", 20);
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> streamingInProcesses() throws Exception {
    return whole("process", "FlinkRunnerTestStreaming", 20);
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> validatesRunner() throws Exception {
    List<String> selection = new ArrayList<>(List.of("-m", "it_validatesrunner"));
    selection.addAll(list("validates-runner.txt"));
    return endpoint("validates-runner", selection, new Counts(45, 2));
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> transcripts() throws Exception {
    return endpoint("transcripts", List.of(TRANSCRIPTS), new Counts(18, 0));
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> skippedUpstreamInBatch() throws Exception {
    return unskipped("Unskipped");
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> skippedUpstreamFusedByTheClient() throws Exception {
    return unskipped("UnskippedOptimized");
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "conformance.scope", matches = "all")
  Stream<DynamicTest> skippedUpstreamInStreaming() throws Exception {
    return unskipped("UnskippedStreaming");
  }

  private Stream<DynamicTest> unskipped(String type) throws IOException, InterruptedException {
    String file = setting.folder("python").resolve("flink_unskipped_test.py").toString();
    return flink("loopback", type, List.of(file + "::" + type), new Counts(UNSKIPPED, 0));
  }

  private Stream<DynamicTest> whole(String environment, String type, int skipped)
      throws IOException, InterruptedException {
    return flink(environment, type, List.of(FLINK + "::" + type), new Counts(TESTS, skipped));
  }

  /** The suite starts a job server of its own for each class. */
  private Stream<DynamicTest> flink(
      String environment, String name, List<String> selection, Counts counts)
      throws IOException, InterruptedException {
    boolean process = environment.equals("process");
    PythonSdk sdk = PythonSdk.prepare(setting, process);
    String options = "--flink_job_server_jar=" + setting.jar() + " --environment_type=";
    options += process ? "PROCESS --environment_options=process_command=" + sdk.boot() : "LOOPBACK";
    PytestRun run = new PytestRun(environment + "-" + name, sdk, options, selection, LIMIT);
    return new SuiteCases(environment, counts, expected).of(run.outcomes(setting.work()));
  }

  private Stream<DynamicTest> endpoint(String name, List<String> selection, Counts counts)
      throws IOException, InterruptedException {
    PythonSdk sdk = PythonSdk.prepare(setting, false);
    Path log = setting.work().resolve(name + "-server.log");
    try (JobServerProcess server = JobServerProcess.start(setting.jar(), log)) {
      String options =
          "--runner=PortableRunner --environment_type=LOOPBACK --job_endpoint=" + server.endpoint();
      PytestRun run = new PytestRun(name, sdk, options, selection, LIMIT);
      return new SuiteCases(name, counts, expected).of(run.outcomes(setting.work()));
    }
  }

  private List<String> list(String name) throws IOException {
    return Files.readAllLines(setting.folder("python").resolve(name)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }
}
