package org.penstock.classic.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.penstock.core.PenstockPipelineOptions;

/** Input that waits for a checkpoint, in jobs whose sources end before one has come. */
@Timeout(120)
final class StableInputTest {
  static final class Stable extends DoFn<KV<String, Integer>, KV<String, Integer>> {
    private static final long serialVersionUID = 1L;

    @RequiresStableInput
    @ProcessElement
    public void process(
        @Element KV<String, Integer> element, OutputReceiver<KV<String, Integer>> out) {
      out.output(element);
    }
  }

  static final class StableWithState extends DoFn<KV<String, Integer>, Integer> {
    private static final long serialVersionUID = 1L;

    @StateId("sum")
    private final StateSpec<ValueState<Integer>> spec = StateSpecs.value(VarIntCoder.of());

    @RequiresStableInput
    @ProcessElement
    public void process(
        @Element KV<String, Integer> element,
        @StateId("sum") ValueState<Integer> state,
        OutputReceiver<Integer> out) {
      Integer before = state.read();
      int sum = element.getValue() + (before == null ? 0 : before);
      state.write(sum);
      out.output(sum);
    }
  }

  private static Pipeline pipeline() {
    PenstockPipelineOptions options = StreamingRuns.options();
    options.setCheckpointingInterval(200L);
    return Pipeline.create(options);
  }

  private static PCollection<KV<String, Integer>> input(Pipeline pipeline) {
    return pipeline
        .apply(Create.of(KV.of("a", 1), KV.of("a", 2), KV.of("a", 3)))
        .apply(Reshuffle.viaRandomKey());
  }

  @Test
  void isProcessedBeforeTheJobEnds() {
    Pipeline pipeline = pipeline();
    input(pipeline).apply(ParDo.of(new Stable())).apply(ParDo.of(new Sink<>("stable")));

    assertThat(pipeline.run().getState()).isEqualTo(PipelineResult.State.DONE);

    assertThat(Sink.elements("stable"))
        .containsExactlyInAnyOrder(KV.of("a", 1), KV.of("a", 2), KV.of("a", 3));
  }

  @Test
  void isProcessedInAllStagesOneAfterTheOther() {
    Pipeline pipeline = pipeline();
    input(pipeline)
        .apply("First", ParDo.of(new Stable()))
        .apply("Second", ParDo.of(new StableWithState()))
        .apply(ParDo.of(new Sink<>("stages")));

    assertThat(pipeline.run().getState()).isEqualTo(PipelineResult.State.DONE);

    assertThat(Sink.elements("stages")).hasSize(3).contains(6);
  }
}
