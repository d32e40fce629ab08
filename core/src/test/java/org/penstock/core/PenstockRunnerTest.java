package org.penstock.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

final class PenstockRunnerTest {
  private final PenstockPipelineOptions options = options();

  private static PenstockPipelineOptions options() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setParallelism(1);
    return options;
  }

  private PenstockRunner runner() {
    return PenstockRunner.of(options, PluginCatalog.of(List.of(new TinyPath())));
  }

  private Pipeline numbers(int limit) {
    Pipeline pipeline = Pipeline.create(options);
    numbersOf(pipeline, limit);
    return pipeline;
  }

  private static PCollection<Integer> numbersOf(Pipeline pipeline, int limit) {
    return pipeline.apply(Impulse.create()).apply("Numbers", ParDo.of(new Doing.Numbers(limit)));
  }

  @Test
  void runsAPipelineAndReportsItsMetrics() {
    var result = runner().run(numbers(7));

    assertThat(result.getState()).isEqualTo(State.DONE);
    MetricQueryResults found =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("test", "made"))
                    .build());
    assertThat(found.getCounters())
        .singleElement()
        .satisfies(
            counter -> {
              assertThat(counter.getCommitted()).isEqualTo(7L);
              assertThat(counter.getAttempted()).isEqualTo(7L);
              assertThat(counter.getKey().stepName()).isEqualTo("Numbers/ParMultiDo(Numbers)");
            });
  }

  @Test
  void anEmptyPipelineIsDone() {
    assertThat(runner().run(Pipeline.create(options)).getState()).isEqualTo(State.DONE);
  }

  @Test
  void aFailedStepIsNamed() {
    Pipeline pipeline = Pipeline.create(options);
    numbersOf(pipeline, 1).apply("Fail", ParDo.of(new Doing.Failing(false)));

    assertThatThrownBy(() -> runner().run(pipeline))
        .isInstanceOfSatisfying(
            FailedStepException.class,
            e -> assertThat(e.step()).isEqualTo("Fail/ParMultiDo(Failing)"))
        .hasMessage(
            "Step Fail/ParMultiDo(Failing) failed: java.lang.IllegalStateException: cannot do 0")
        .cause()
        .isExactlyInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFailedAssertionIsThrownItself() {
    Pipeline pipeline = Pipeline.create(options);
    numbersOf(pipeline, 1).apply(ParDo.of(new Doing.Failing(true)));

    assertThatThrownBy(() -> runner().run(pipeline))
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessage("not 0");
  }

  @Test
  void aJobThatTakesTooLongIsCancelled() {
    options.setJobTimeoutMillis(2000L);
    Pipeline pipeline = Pipeline.create(options);
    numbersOf(pipeline, 1).apply(ParDo.of(new Doing.Sleeping()));

    assertThatThrownBy(() -> runner().run(pipeline))
        .isInstanceOf(Pipeline.PipelineExecutionException.class)
        .hasMessageContaining("did not end within 2000 ms");
  }

  @Test
  void aDetachedJobCanBeCancelled() throws Exception {
    options.setAttachedMode(false);
    Pipeline pipeline = Pipeline.create(options);
    numbersOf(pipeline, 1).apply(ParDo.of(new Doing.Sleeping()));

    var result = runner().run(pipeline);

    assertThat(result.getState()).isEqualTo(State.RUNNING);
    assertThat(result.cancel()).isEqualTo(State.CANCELLED);
    assertThat(result.waitUntilFinish()).isEqualTo(State.CANCELLED);
  }

  @Test
  void aProtoIsSubmittedWithoutWaitingForItsEnd() throws Exception {
    Pipeline pipeline = Pipeline.create(options);
    numbersOf(pipeline, 1).apply(ParDo.of(new Doing.Sleeping()));

    options.setPath("classic-batch");

    PenstockPipelineResult result = runner().submit(PipelineTranslation.toProto(pipeline));

    assertThat(result.getState()).isEqualTo(State.RUNNING);
    assertThat(result.cancel()).isEqualTo(State.CANCELLED);
  }

  /** As Python's Create in streaming, whose reshuffle is left out but not its name. */
  @Test
  void whatOnlyHandsOnItsInputNeedsNoTranslator() {
    options.setPath("classic-batch");
    RunnerApi.Pipeline pipeline = PipelineTranslation.toProto(numbers(7));

    assertThat(runner().submit(with(pipeline, true)).waitUntilFinish()).isEqualTo(State.DONE);
    assertThatThrownBy(() -> runner().submit(with(pipeline, false)))
        .isInstanceOf(PipelineRefusedException.class)
        .hasMessageContaining("Unknown (test:unknown:v1)");
  }

  private static RunnerApi.Pipeline with(RunnerApi.Pipeline pipeline, boolean handsOn) {
    String pcollection = pipeline.getComponents().getPcollectionsMap().keySet().iterator().next();
    RunnerApi.PTransform.Builder unknown =
        RunnerApi.PTransform.newBuilder()
            .setUniqueName("Unknown")
            .setSpec(RunnerApi.FunctionSpec.newBuilder().setUrn("test:unknown:v1"))
            .putInputs("in", pcollection);
    if (handsOn) {
      unknown.putOutputs("out", pcollection);
    }
    return pipeline.toBuilder()
        .setComponents(
            pipeline.getComponents().toBuilder().putTransforms("unknown", unknown.build()))
        .addRootTransformIds("unknown")
        .build();
  }

  @Test
  void metricsAreToldAsMonitoringInfosToo() {
    options.setPath("classic-batch");
    PenstockPipelineResult result = runner().submit(PipelineTranslation.toProto(numbers(7)));
    result.waitUntilFinish();

    assertThat(result.monitoringInfos())
        .filteredOn(info -> "made".equals(info.getLabelsOrDefault("NAME", "")))
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.getLabelsMap())
                  .containsEntry("PTRANSFORM", "Numbers/ParMultiDo(Numbers)");
              assertThat(info.getPayload().toByteArray()).containsExactly(7);
            });
  }

  @Test
  void explainPrintsAndRunsNothing() {
    options.setExplain(true);
    Pipeline pipeline = Pipeline.create(options);
    numbersOf(pipeline, 1).apply(ParDo.of(new Doing.Failing(false)));
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(printed, true, UTF_8));
      assertThat(runner().run(pipeline).getState()).isEqualTo(State.DONE);
    } finally {
      System.setOut(before);
    }

    assertThat(printed.toString(UTF_8)).startsWith("Path: classic-batch\n").contains("tiny stage");
  }

  @Test
  void aMissingPathIsRefused() {
    PenstockRunner runner = PenstockRunner.of(options, PluginCatalog.of(List.of()));

    assertThatThrownBy(() -> runner.run(numbers(1)))
        .isInstanceOf(PipelineRefusedException.class)
        .hasMessage(
            "This pipeline needs the path classic-batch, which no module here provides. Present:"
                + " none. Add penstock-classic-batch.jar to plugins/.");
  }
}
