package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.jupiter.api.Test;

final class PassedOnByFlattenTest {
  private final MiniRunner runner = new MiniRunner();
  private final Pipeline pipeline = runner.pipeline();

  private List<String> urns() {
    return PassedOnCoders.align(runner.proto(pipeline))
        .getComponents()
        .getTransformsMap()
        .values()
        .stream()
        .map(RunnerApi.PTransform::getSpec)
        .map(RunnerApi.FunctionSpec::getUrn)
        .toList();
  }

  @Test
  void aNewTriggerDoesNotCutAStageInTwo() {
    pipeline
        .apply(Create.of(1L))
        .apply(ParDo.of(new PortableStageTest.Doubling()))
        .apply(Window.<Long>configure().triggering(Never.ever()).discardingFiredPanes());

    assertThat(urns())
        .contains(Retype.URN)
        .doesNotContain(PTransformTranslation.FLATTEN_TRANSFORM_URN);
  }

  @Test
  void aFlattenOfTwoWithTheSameCoderIsLeftAsItIs() {
    PCollection<Long> one = pipeline.apply("One", Create.of(1L));
    PCollection<Long> two = pipeline.apply("Two", Create.of(2L));
    PCollectionList.of(one).and(two).apply(Flatten.pCollections());

    assertThat(urns())
        .contains(PTransformTranslation.FLATTEN_TRANSFORM_URN)
        .doesNotContain(Retype.URN);
  }
}
