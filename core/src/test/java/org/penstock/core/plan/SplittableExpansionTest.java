package org.penstock.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.graph.PipelineValidator;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;

final class SplittableExpansionTest {
  @Test
  void aSplittableParDoBecomesItsPartsWithARedistribution() {
    RunnerApi.Pipeline expanded = SplittableExpansion.expand(pipeline("Count"));

    List<RunnerApi.PTransform> parts = parts(expanded, "Count/ParMultiDo(Counting)");
    assertThat(parts)
        .extracting(part -> part.getSpec().getUrn())
        .containsExactly(
            PTransformTranslation.SPLITTABLE_PAIR_WITH_RESTRICTION_URN,
            PTransformTranslation.SPLITTABLE_SPLIT_AND_SIZE_RESTRICTIONS_URN,
            PTransformTranslation.REDISTRIBUTE_ARBITRARILY_URN,
            PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN);
    for (int i = 1; i < parts.size(); i++) {
      assertThat(parts.get(i).getInputsMap().values())
          .containsAll(parts.get(i - 1).getOutputsMap().values());
    }
    PipelineValidator.validate(expanded);
  }

  @Test
  void theRedistributionKeepsCoderWindowingAndBoundedness() {
    RunnerApi.Pipeline expanded = SplittableExpansion.expand(pipeline("Count"));

    RunnerApi.PTransform redistribute = parts(expanded, "Count/ParMultiDo(Counting)").get(2);
    RunnerApi.PCollection before = only(expanded, redistribute.getInputsMap());
    RunnerApi.PCollection after = only(expanded, redistribute.getOutputsMap());
    assertThat(after.getCoderId()).isEqualTo(before.getCoderId());
    assertThat(after.getWindowingStrategyId()).isEqualTo(before.getWindowingStrategyId());
    assertThat(after.getIsBounded()).isEqualTo(RunnerApi.IsBounded.Enum.BOUNDED);
    assertThat(after.getUniqueName()).isNotEqualTo(before.getUniqueName());
  }

  @Test
  void twoThatReadOnePCollectionDoNotMix() {
    RunnerApi.Pipeline expanded = SplittableExpansion.expand(pipeline("One", "Two"));

    List<RunnerApi.PTransform> one = parts(expanded, "One/ParMultiDo(Counting)");
    List<RunnerApi.PTransform> two = parts(expanded, "Two/ParMultiDo(Counting)");
    assertThat(one).hasSize(4);
    for (int i = 0; i < one.size(); i++) {
      assertThat(one.get(i).getOutputsMap().values())
          .doesNotContainAnyElementsOf(two.get(i).getOutputsMap().values());
    }
    PipelineValidator.validate(expanded);
  }

  @Test
  void aPipelineWithoutIsLeftAlone() {
    RunnerApi.Pipeline plain = pipeline();

    assertThat(SplittableExpansion.expand(plain)).isSameAs(plain);
  }

  private static RunnerApi.Pipeline pipeline(String... names) {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    PCollection<byte[]> input = pipeline.apply(Impulse.create());
    for (String name : names) {
      input.apply(name, ParDo.of(new Counting()));
    }
    return JavaPipeline.toProto(pipeline, options);
  }

  private static List<RunnerApi.PTransform> parts(RunnerApi.Pipeline pipeline, String name) {
    Map<String, RunnerApi.PTransform> all = pipeline.getComponents().getTransformsMap();
    return all.values().stream()
        .filter(transform -> transform.getUniqueName().equals(name))
        .flatMap(transform -> transform.getSubtransformsList().stream())
        .map(id -> pipeline.getComponents().getTransformsOrThrow(id))
        .toList();
  }

  private static RunnerApi.PCollection only(
      RunnerApi.Pipeline pipeline, Map<String, String> pcollections) {
    return pipeline.getComponents().getPcollectionsOrThrow(pcollections.values().iterator().next());
  }

  @DoFn.BoundedPerElement
  static final class Counting extends DoFn<byte[], Long> {
    private static final long serialVersionUID = 1L;

    @GetInitialRestriction
    public OffsetRange all() {
      return new OffsetRange(0, 10);
    }

    @ProcessElement
    public void process(RestrictionTracker<OffsetRange, Long> tracker, OutputReceiver<Long> out) {
      for (long i = tracker.currentRestriction().getFrom(); tracker.tryClaim(i); i++) {
        out.output(i);
      }
    }
  }
}
