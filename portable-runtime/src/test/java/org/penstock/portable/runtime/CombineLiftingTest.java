package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.graph.PipelineValidator;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

final class CombineLiftingTest {
  private final MiniRunner runner = new MiniRunner();

  private RunnerApi.Pipeline sum(Window<KV<String, Long>> windows) {
    Pipeline pipeline = runner.pipeline();
    pipeline.apply(Create.of(KV.of("a", 1L))).apply(windows).apply("Sum", Sum.longsPerKey());
    return runner.proto(pipeline);
  }

  private static List<String> parts(RunnerApi.Pipeline pipeline) {
    Map<String, RunnerApi.PTransform> all = pipeline.getComponents().getTransformsMap();
    return all.values().stream()
        .filter(one -> one.getUniqueName().equals("Sum"))
        .flatMap(one -> one.getSubtransformsList().stream())
        .map(id -> pipeline.getComponents().getTransformsOrThrow(id).getSpec().getUrn())
        .toList();
  }

  @Test
  void aCombinerBecomesFourParts() {
    RunnerApi.Pipeline lifted =
        CombineLifting.lift(sum(Window.into(FixedWindows.of(Duration.millis(10)))));

    assertThat(parts(lifted))
        .containsExactly(
            PTransformTranslation.COMBINE_PER_KEY_PRECOMBINE_TRANSFORM_URN,
            PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN,
            PTransformTranslation.COMBINE_PER_KEY_MERGE_ACCUMULATORS_TRANSFORM_URN,
            PTransformTranslation.COMBINE_PER_KEY_EXTRACT_OUTPUTS_TRANSFORM_URN);
    PipelineValidator.validate(lifted);
    assertThat(CombineLifting.lift(lifted)).isSameAs(lifted);
  }

  @Test
  void windowsMayMerge() {
    assertThat(
            parts(
                CombineLifting.lift(
                    sum(Window.into(Sessions.withGapDuration(Duration.millis(10)))))))
        .hasSize(4);
  }

  @Test
  void aTriggerThatCountsElementsSeesThemAll() {
    RunnerApi.Pipeline whole =
        sum(
            Window.<KV<String, Long>>into(FixedWindows.of(Duration.millis(10)))
                .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(2)))
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes());

    assertThat(CombineLifting.lift(whole)).isSameAs(whole);
  }

  @Test
  void theTimeOfTheEarliestElementIsKept() {
    RunnerApi.Pipeline whole =
        sum(
            Window.<KV<String, Long>>into(FixedWindows.of(Duration.millis(10)))
                .withTimestampCombiner(TimestampCombiner.EARLIEST));

    assertThat(CombineLifting.lift(whole)).isSameAs(whole);
  }
}
