package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penstock.distribution.Installation.Result;

/** A streaming job that is stopped with a savepoint, and started from it, changed or not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestoreTest {
  private static final long RECORDS = 100_000;

  private FlinkCluster cluster;

  @BeforeAll
  void start() throws Exception {
    cluster = FlinkCluster.start(Installation.get(), "--taskmanagers=2", "--slots=2");
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "penstock.tests.all", matches = "true")
  void goesOnWithAnotherParallelismWithoutStableInput() throws Exception {
    goesOn("hashmap", "--parallelism=3", "--stableInput=false");
  }

  @Test
  void goesOnWithAnotherParallelism() throws Exception {
    goesOn("hashmap", "--parallelism=3");
  }

  @ParameterizedTest
  @CsvSource({"hashmap,1", "hashmap,4", "rocksdb,1", "rocksdb,3", "rocksdb,4"})
  @EnabledIfSystemProperty(named = "penstock.tests.all", matches = "true")
  void goesOnWithEveryParallelism(String backend, int parallelism) throws Exception {
    goesOn(backend, "--parallelism=" + parallelism);
  }

  @Test
  void goesOnWithOneMoreStep() throws Exception {
    goesOn("hashmap", "--parallelism=2", "--moreSteps=true");
  }

  @Test
  void refusesStateOfAnotherCoder() throws Exception {
    TrialSink sink = TrialSink.create();
    String savepoint = stopped(sink, "hashmap", "refused", "--stableInput=true");

    String[] options =
        options(
            sink,
            "hashmap",
            "--parallelism=2",
            "--stateCoder=BigEndianLong",
            "--numberOfExecutionRetries=0",
            "--savepointPath=" + savepoint);
    Result result = TrialJob.submit(cluster, "refused-2", true, options);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("VarLongCoder").contains("BigEndianLongCoder");
  }

  private void goesOn(String backend, String... changes) throws Exception {
    TrialSink sink = TrialSink.create();
    String name = "restore-" + backend + "-" + String.join("", changes).replace("--", "-");
    String savepoint =
        stopped(
            sink,
            backend,
            name,
            name.contains("stableInput=false") ? "--stableInput=false" : "--stableInput=true");
    List<String> all = new ArrayList<>(Arrays.asList(changes));
    all.add("--savepointPath=" + savepoint);
    TrialJob restored =
        TrialJob.start(cluster, name + "-2", options(sink, backend, all.toArray(String[]::new)));
    restored.awaitFinished(Duration.ofMinutes(5));
    sink.check(RECORDS);
  }

  /** Starts it, and stops it in the middle of it all. */
  private String stopped(TrialSink sink, String backend, String name, String option)
      throws Exception {
    TrialJob job =
        TrialJob.start(cluster, name + "-1", options(sink, backend, "--parallelism=2", option));
    job.awaitCheckpoints(3);
    String savepoint = job.stopWithSavepoint(sink.savepoints());
    job.awaitFinished(Duration.ofMinutes(1));
    try (var written = Files.list(sink.savepoints().resolveSibling("sink"))) {
      List<Path> totals =
          written.filter(file -> file.getFileName().toString().startsWith("total")).toList();
      assertThat(totals).as("it was to be stopped before its end").isEmpty();
    }
    return savepoint;
  }

  private static String[] options(TrialSink sink, String backend, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--records=" + RECORDS,
                "--perSecond=10000",
                "--maxParallelism=128",
                "--stateBackend=" + backend,
                "--checkpointingInterval=500",
                "--stateBackendStoragePath=" + sink.checkpoints().toUri(),
                sink.option()));
    options.addAll(Arrays.asList(more));
    return options.toArray(String[]::new);
  }
}
