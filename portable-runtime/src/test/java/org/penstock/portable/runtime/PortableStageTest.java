package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.penstock.portable.runtime.worker.SdkWorkers;
import org.penstock.spi.StepException;

/** Stages with Beam's real Java harness. */
@Timeout(120)
final class PortableStageTest {
  private static final TupleTag<String> WORDS = new TupleTag<>("words");
  private static final TupleTag<Long> LENGTHS = new TupleTag<>("lengths");

  private final MiniRunner runner = new MiniRunner();
  private final Pipeline pipeline = runner.pipeline();

  static final class Doubling extends DoFn<Long, Long> {
    @ProcessElement
    public void process(@Element Long element, OutputReceiver<Long> out) {
      Metrics.counter("test", "doubled").inc();
      Metrics.distribution("test", "sizes").update(element);
      out.output(element * 2);
    }
  }

  @Test
  void aChainOfDoFns() throws Exception {
    Collected<Long> collected = new Collected<>();
    pipeline
        .apply(Create.of(1L, 2L, 3L))
        .apply("Double", ParDo.of(new Doubling()))
        .apply("Again", ParDo.of(new Doubling()))
        .apply(ParDo.of(collected));

    runner.run(pipeline);

    assertThat(collected.seen()).containsExactlyInAnyOrder(4L, 8L, 12L);
  }

  @Test
  void metricsAreCountedUnderTheNameOfTheStep() throws Exception {
    runner.bundleSize = 2;
    pipeline.apply(Create.of(1L, 2L, 3L)).apply("Double", ParDo.of(new Doubling()));

    runner.run(pipeline);

    var step = runner.counted.getContainer("Double/ParMultiDo(Doubling)");
    assertThat(step.getCounter(MetricName.named("test", "doubled")).getCumulative()).isEqualTo(3);
    var sizes = step.getDistribution(MetricName.named("test", "sizes")).getCumulative();
    assertThat(sizes.sum()).isEqualTo(6);
    assertThat(sizes.max()).isEqualTo(3);
  }

  static final class Picky extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) {
      if (element.startsWith("c")) {
        throw new IllegalArgumentException("I do not like " + element);
      }
      out.output(element);
    }
  }

  @Test
  void whatTheUsersCodeThrowsIsInTheException() {
    pipeline.apply(Create.of("cabbage")).apply("Picky", ParDo.of(new Picky()));

    assertThatThrownBy(() -> runner.run(pipeline))
        .isInstanceOf(StepException.class)
        .cause()
        .isInstanceOf(SdkException.class)
        .hasMessageContaining("IllegalArgumentException: I do not like cabbage")
        .hasMessageContaining("Picky.process");
  }

  @Test
  void nothingIsLeftAfterTheLastStage() throws Exception {
    pipeline.apply(Create.of(1L, 2L)).apply("Double", ParDo.of(new Doubling()));
    runner.run(pipeline);

    assertThat(SdkWorkers.count()).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains("penstock-harness"));
  }

  static final class Measuring extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String word, MultiOutputReceiver out) {
      out.get(WORDS).output(word);
      out.get(LENGTHS).output((long) word.length());
    }
  }

  static final class Naming extends DoFn<Long, String> {
    @ProcessElement
    public void process(@Element Long length, OutputReceiver<String> out) {
      out.output("length " + length);
    }
  }

  @Test
  void severalOutputsAndAFlatten() throws Exception {
    Collected<String> collected = new Collected<>();
    PCollectionTuple outputs =
        pipeline
            .apply(Create.of("a", "bb"))
            .apply(ParDo.of(new Measuring()).withOutputTags(WORDS, TupleTagList.of(LENGTHS)));
    outputs.get(WORDS).setCoder(StringUtf8Coder.of());
    outputs.get(LENGTHS).setCoder(VarLongCoder.of());
    PCollectionList.of(outputs.get(WORDS))
        .and(outputs.get(LENGTHS).apply(ParDo.of(new Naming())))
        .apply(Flatten.pCollections())
        .apply(ParDo.of(collected));

    runner.run(pipeline);

    assertThat(collected.seen()).containsExactlyInAnyOrder("a", "bb", "length 1", "length 2");
  }

  @Test
  void combinersThatAreLifted() throws Exception {
    Collected<KV<String, Long>> sums = new Collected<>();
    pipeline
        .apply(Create.of(KV.of("a", 1L), KV.of("b", 10L), KV.of("a", 2L)))
        .apply("Sum", Sum.longsPerKey())
        .apply(ParDo.of(sums));

    runner.run(CombineLifting.lift(runner.proto(pipeline)));

    assertThat(sums.seen()).containsExactlyInAnyOrder(KV.of("a", 3L), KV.of("b", 10L));
    assertThat(runner.hosts.keySet()).anyMatch(name -> name.startsWith("Sum/Merge"));
  }

  /** As where a trigger keeps it from being lifted: the SDK's transform has parts of its own. */
  @Test
  void combinersThatStayWhole() throws Exception {
    Collected<KV<String, Long>> sums = new Collected<>();
    pipeline
        .apply(Create.of(KV.of("a", 1L), KV.of("b", 10L), KV.of("a", 2L)))
        .apply("Sum", Sum.longsPerKey())
        .apply(ParDo.of(sums));

    runner.run(pipeline);

    assertThat(sums.seen()).containsExactlyInAnyOrder(KV.of("a", 3L), KV.of("b", 10L));
    assertThat(runner.hosts.keySet()).anyMatch(name -> name.contains("Combine.GroupedValues"));
  }
}
