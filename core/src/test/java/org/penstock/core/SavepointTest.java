package org.penstock.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SavepointTest {
  private final Path folder;
  private @Nullable MiniCluster cluster;
  private @Nullable PenstockPipelineResult last;

  SavepointTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void forget() {
    CountingJob.forget();
  }

  @AfterEach
  void stop() throws Exception {
    if (last != null) {
      last.cancel();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aJobGoesOnAfterASavepointAndAnotherStartsThere(boolean local) throws Exception {
    PenstockPipelineOptions options = options(local);
    PenstockPipelineResult first = start(options);
    CountingJob.awaitCounts(20);

    String path = first.savepoint(folder.resolve("my savepoints").toString());

    assertThat(folderOf(path).getParent()).isEqualTo(folder.resolve("my savepoints"));
    assertThat(first.getState()).isEqualTo(State.RUNNING);
    first.cancel();
    CountingJob.forget();
    options.setSavepointPath(path);
    start(options);
    CountingJob.awaitCounts(1);
    assertThat(CountingJob.COUNTS.get(0)).isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStoppedJobHasDoneAllOfItsSavepointAndNothingMore(boolean local) throws Exception {
    PenstockPipelineOptions options = options(local);
    options.setSavepointDirectory(folder.resolve("default").toString());
    PenstockPipelineResult first = start(options);
    CountingJob.awaitCounts(20);

    String path = first.stop(null);

    assertThat(path).contains("/default/");
    assertThat(first.getState()).isEqualTo(State.DONE);
    assertThat(CountingJob.AT_THE_END).isEmpty();
    long counted = CountingJob.COUNTS.get(CountingJob.COUNTS.size() - 1);
    CountingJob.forget();
    options.setSavepointPath(path);
    start(options);
    CountingJob.awaitCounts(1);
    assertThat(CountingJob.COUNTS.get(0)).isEqualTo(counted + 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDrainedJobGoesToTheEndOfTime(boolean local) throws Exception {
    PenstockPipelineResult result = start(options(local));
    CountingJob.awaitCounts(20);

    String path = result.drain(folder.toString());

    assertThat(folderOf(path).resolve("_metadata")).exists();
    assertThat(result.getState()).isEqualTo(State.DONE);
    assertThat(CountingJob.AT_THE_END).singleElement().satisfies(count -> assertAll(count));
  }

  /** Flink writes a space in a path as it is. */
  private static Path folderOf(String path) {
    return Path.of(path.replaceFirst("^file:(//)?", ""));
  }

  private static void assertAll(long count) {
    assertThat(count).isEqualTo(CountingJob.COUNTS.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutADirectoryItSaysHowToNameOne(boolean local) throws Exception {
    PenstockPipelineResult result = start(options(local));

    assertThatThrownBy(() -> result.savepoint(null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A savepoint of the job counting needs a directory, and none is configured. Pass one,"
                + " or run the pipeline with --savepointDirectory=DIR, or with Flink's"
                + " execution.checkpointing.savepoint-dir.");
    assertThatThrownBy(() -> result.stop(" ")).hasMessageContaining("is blank");
    assertThat(result.getState()).isEqualTo(State.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDirectoryThatCannotBeWrittenToLeavesTheJobAlone(boolean local) throws Exception {
    Path file = Files.writeString(folder.resolve("a file"), "");
    PenstockPipelineResult result = start(options(local));
    CountingJob.awaitCounts(1);

    assertThatThrownBy(() -> result.stop(file.toString()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("A stop of the job counting failed: ");
    assertThat(result.getState()).isEqualTo(State.RUNNING);
  }

  @Test
  void aJobThatHasEndedHasNoSavepoint() throws Exception {
    PenstockPipelineResult result = start(options(true));
    result.cancel();

    assertThatThrownBy(() -> result.drain(folder.toString()))
        .hasMessage("A drain of the job counting is not possible: it has ended, and is CANCELLED.");
  }

  @Test
  void aPipelineWithNothingToRunHasNoSavepoint() throws Exception {
    PenstockPipelineOptions options = options(true);
    PenstockPipelineResult result =
        (PenstockPipelineResult)
            PenstockRunner.of(options, PluginCatalog.of(List.of(new TinyPath())))
                .run(Pipeline.create(options));

    assertThatThrownBy(() -> result.savepoint(null)).hasMessageContaining("had nothing to run");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSavepointThatIsNotThereIsRefused(boolean local) throws Exception {
    PenstockPipelineOptions options = options(local);
    options.setSavepointPath(folder.resolve("gone").toString());

    assertThatThrownBy(() -> start(options))
        .isInstanceOf(JobSubmissionException.class)
        .hasMessageContaining("savepoint")
        .hasMessageContaining(folder.resolve("gone").toString());
  }

  @Test
  void whatIsNoSavepointIsRefused() throws Exception {
    PenstockPipelineOptions options = options(true);
    options.setSavepointPath(folder.toString());
    assertThatThrownBy(() -> start(options))
        .isInstanceOf(JobSubmissionException.class)
        .hasMessageStartingWith("The job cannot start from the savepoint " + folder)
        .hasMessageContaining("the directory has no file _metadata");

    Path file = Files.writeString(folder.resolve("_metadata"), "x");
    assertThatThrownBy(() -> start(options)).hasMessageContaining("_metadata is not whole");
    Files.writeString(file, "something else");
    assertThatThrownBy(() -> start(options)).hasMessageContaining("is not that of a savepoint");
    options.setSavepointPath("nosuch://bucket/savepoint");
    assertThatThrownBy(() -> start(options)).hasMessageContaining("nosuch");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stateThatNobodyTakesIsRefusedUnlessAllowed(boolean local) throws Exception {
    PenstockPipelineOptions options = options(local);
    PenstockPipelineResult first = start(options);
    CountingJob.awaitCounts(20);
    options.setSavepointPath(first.stop(folder.toString()));

    assertThatThrownBy(() -> CountingJob.start(options, "renamed").waitUntilFinish())
        .isInstanceOfAny(PipelineExecutionException.class, JobSubmissionException.class)
        .hasMessageContaining("allowNonRestoredState");

    options.setAllowNonRestoredState(true);
    CountingJob.forget();
    // The source goes on, and the new operator has counted nothing yet, which it tells.
    assertThatThrownBy(() -> CountingJob.start(options, "renamed").waitUntilFinish())
        .hasMessageContaining("came after null numbers");
  }

  private PenstockPipelineResult start(PenstockPipelineOptions options) {
    PenstockPipelineResult started = CountingJob.start(options);
    last = started;
    return started;
  }

  private PenstockPipelineOptions options(boolean local) throws Exception {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setJobName("counting");
    options.setParallelism(1);
    options.setNumberOfExecutionRetries(0);
    if (!local) {
      options.setFlinkMaster("localhost:" + startCluster());
      options.setFilesToStage(List.of(jar().toString()));
    }
    return options;
  }

  /** Nothing of the job is in it, so that the job shares its fields with the test. */
  private Path jar() throws IOException {
    Path jar = folder.resolve("job.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      TestJars.addClass(out, Doing.class);
    }
    return jar;
  }

  private int startCluster() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    MiniCluster started =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(1)
                .build());
    cluster = started;
    started.start();
    return started.getRestAddress().get().getPort();
  }
}
