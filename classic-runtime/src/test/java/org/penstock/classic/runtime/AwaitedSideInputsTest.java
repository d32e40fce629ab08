package org.penstock.classic.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;
import org.penstock.runtime.streaming.AwaitedSideInput;

/** A host that lets elements wait for side inputs must know of all that the root reads. */
final class AwaitedSideInputsTest {
  static final class Named extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element String element, @SideInput("number") Integer number, OutputReceiver<String> out) {
      out.output(element + number);
    }
  }

  @Test
  void aViewThatTheDoFnKnowsByANameIsAmongThem() {
    Pipeline pipeline = Input.pipeline();
    PCollectionView<Integer> number =
        pipeline.apply("Number", Input.of(VarIntCoder.of())).apply(View.asSingleton());
    pipeline
        .apply(Input.of(StringUtf8Coder.of()))
        .apply(ParDo.of(new Named()).withSideInput("number", number));

    try (StageRun run = StageRun.of(pipeline)) {
      assertThat(run.spec().awaitedSideInputs())
          .extracting(AwaitedSideInput::sideInput)
          .containsExactly(0);
    }
  }
}
