package org.penstock.classic.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.StringSet;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.CombineWithContext.CombineFnWithContext;
import org.apache.beam.sdk.transforms.CombineWithContext.Context;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.junit.jupiter.api.Test;
import org.penstock.core.Explanation;
import org.penstock.core.FailedStepException;
import org.penstock.core.PenstockPipelineOptions;

final class JobTest {
  static final class Counting extends DoFn<Integer, Integer> {
    private final Counter seen = Metrics.counter("test", "seen");
    private final Distribution values = Metrics.distribution("test", "values");
    private final Gauge last = Metrics.gauge("test", "last");
    private final StringSet names = Metrics.stringSet("test", "names");

    @ProcessElement
    public void process(@Element Integer value, OutputReceiver<Integer> out) {
      seen.inc();
      values.update(value);
      last.set(value);
      names.add("value " + value);
      out.output(value);
    }
  }

  @Test
  void metricsAreInTheResultAttemptedAndCommitted() {
    Pipeline pipeline = Runs.pipeline();
    pipeline
        .apply(Create.of(1, 2, 3))
        .apply("First", ParDo.of(new Counting()))
        .apply("Second", ParDo.of(new Counting()));

    PipelineResult result = pipeline.run();

    MetricQueryResults metrics = result.metrics().allMetrics();
    assertThat(result.getState()).isEqualTo(PipelineResult.State.DONE);
    assertThat(metrics.getCounters())
        .filteredOn(counter -> counter.getName().getName().equals("seen"))
        .hasSize(2)
        .allSatisfy(
            counter -> {
              assertThat(counter.getAttempted()).isEqualTo(3);
              assertThat(counter.getCommitted()).isEqualTo(3);
            })
        .extracting(counter -> counter.getKey().stepName())
        .anyMatch(step -> step.startsWith("First"))
        .anyMatch(step -> step.startsWith("Second"));
    assertThat(metrics.getDistributions())
        .filteredOn(distribution -> distribution.getName().getName().equals("values"))
        .allSatisfy(distribution -> assertThat(distribution.getCommitted().getSum()).isEqualTo(6));
    assertThat(metrics.getGauges()).anyMatch(gauge -> gauge.getName().getName().equals("last"));
    assertThat(metrics.getStringSets())
        .anySatisfy(
            set ->
                assertThat(set.getCommitted().getStringSet())
                    .containsExactlyInAnyOrder("value 1", "value 2", "value 3"));
  }

  static final class Failing extends DoFn<Integer, Integer> {
    @ProcessElement
    public void process(@Element Integer value) {
      if (value > 0) {
        throw new IllegalArgumentException("no " + value + " today");
      }
    }
  }

  @Test
  void aFailingDoFnIsNamed() {
    Pipeline pipeline = Runs.pipeline();
    pipeline
        .apply(Create.of(7))
        .apply("Before", ParDo.of(new Counting()))
        .apply("Breaks", ParDo.of(new Failing()));

    assertThatThrownBy(pipeline::run)
        .isInstanceOf(FailedStepException.class)
        .hasMessageContaining("Breaks")
        .hasMessageContaining("no 7 today")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  /** Sums, and adds what the side input says to each value; counts how often it adds a value. */
  private static final class SumWithBonus extends CombineFnWithContext<Integer, Integer, Integer> {
    private final PCollectionView<Integer> bonus;

    SumWithBonus(PCollectionView<Integer> bonus) {
      this.bonus = bonus;
    }

    @Override
    public Integer createAccumulator(Context c) {
      return 0;
    }

    @Override
    public Integer addInput(Integer accumulator, Integer input, Context c) {
      return accumulator + input + c.sideInput(bonus);
    }

    @Override
    public Integer mergeAccumulators(Iterable<Integer> accumulators, Context c) {
      return StreamSupport.stream(accumulators.spliterator(), false).reduce(0, Integer::sum);
    }

    @Override
    public Integer extractOutput(Integer accumulator, Context c) {
      return accumulator + c.sideInput(bonus);
    }
  }

  @Test
  void aCombineWithSideInputsIsLifted() {
    Pipeline pipeline = Runs.pipeline();
    PCollectionView<Integer> bonus =
        pipeline.apply("Bonus", Create.of(100)).apply(View.asSingleton());
    PAssert.that(
            pipeline
                .apply(Create.of(KV.of("a", 1), KV.of("a", 2), KV.of("b", 3)))
                .apply(
                    "Sum",
                    Combine.<String, Integer, Integer>perKey(new SumWithBonus(bonus))
                        .withSideInputs(bonus)))
        .containsInAnyOrder(List.of(KV.of("a", 303), KV.of("b", 203)));
    pipeline.run();

    assertThat(pipeline.getOptions()).isNotNull();
    assertThat(Explanation.of(pipeline).entries())
        .anySatisfy(entry -> assertThat(entry.transform()).contains("Sum/CombineBeforeShuffle"));
  }

  static final class Changing extends DoFn<byte[], byte[]> {
    @ProcessElement
    public void process(@Element byte[] value, OutputReceiver<byte[]> out) {
      value[0]++;
      out.output(value);
    }
  }

  @Test
  void aChangedElementIsFoundWhereAskedFor() {
    PenstockPipelineOptions options = Runs.options();
    options.setEnforceElementImmutability(true);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of(List.of(new byte[] {1})))
        .apply("Copy", MapElements.into(TypeDescriptor.of(byte[].class)).via(b -> b.clone()))
        .apply("Changes", ParDo.of(new Changing()));

    assertThatThrownBy(pipeline::run)
        .isInstanceOf(FailedStepException.class)
        .hasMessageContaining("Copy")
        .hasMessageContaining("forbids changing elements");
  }
}
