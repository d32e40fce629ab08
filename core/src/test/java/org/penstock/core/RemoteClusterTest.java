package org.penstock.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Submission over REST to a cluster that was there before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RemoteClusterTest {
  private final MiniCluster cluster = cluster();
  private final Path folder;

  RemoteClusterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static MiniCluster cluster() {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    return new MiniCluster(
        new MiniClusterConfiguration.Builder()
            .setConfiguration(configuration)
            .setNumSlotsPerTaskManager(1)
            .build());
  }

  @BeforeAll
  void start() throws Exception {
    cluster.start();
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  private PenstockPipelineOptions options() throws Exception {
    Path jar = folder.resolve("job.jar");
    if (!Files.exists(jar)) {
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
        TestJars.addClass(out, Doing.class);
      }
    }
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setFlinkMaster("localhost:" + cluster.getRestAddress().get().getPort());
    options.setFilesToStage(List.of(jar.toString()));
    options.setParallelism(1);
    return options;
  }

  private static PenstockPipelineResult run(PenstockPipelineOptions options, boolean failing) {
    Pipeline pipeline = Pipeline.create(options);
    var numbers = pipeline.apply(Impulse.create()).apply(ParDo.of(new Doing.Numbers(5)));
    if (failing) {
      numbers.apply("Fail", ParDo.of(new Doing.Failing(false)));
    }
    PipelineResult result =
        PenstockRunner.of(options, PluginCatalog.of(List.of(new TinyPath()))).run(pipeline);
    return (PenstockPipelineResult) result;
  }

  @Test
  void aJobRunsThereAndItsMetricsComeBack() throws Exception {
    PenstockPipelineResult result = run(options(), false);

    assertThat(result.getState()).isEqualTo(State.DONE);
    assertThat(result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters())
        .singleElement()
        .satisfies(counter -> assertThat(counter.getAttempted()).isEqualTo(5L));
    assertThat(cluster.listJobs().get())
        .anyMatch(job -> job.getJobId().toHexString().equals(result.jobId().orElseThrow()));
  }

  @Test
  void aFailedStepIsNamed() throws Exception {
    PenstockPipelineOptions options = options();

    assertThatThrownBy(() -> run(options, true))
        .isInstanceOf(FailedStepException.class)
        .hasMessage(
            "Step Fail/ParMultiDo(Failing) failed: java.lang.IllegalStateException: cannot do 0");
  }

  @Test
  void theClusterStays() throws Exception {
    run(options(), false);

    assertThat(cluster.isRunning()).isTrue();
  }

  @Test
  void aClusterThatDoesNotAnswerIsNamed() throws Exception {
    PenstockPipelineOptions options = options();
    Path configuration = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        configuration.resolve("config.yaml"),
        "rest.retry.max-attempts: 1\nrest.connection-timeout: 1 s\n");
    options.setFlinkConfDir(configuration.toString());
    options.setFlinkMaster("localhost:1");

    assertThatThrownBy(() -> run(options, false))
        .hasMessageStartingWith("Flink at localhost:1 did not take the job ");
  }
}
