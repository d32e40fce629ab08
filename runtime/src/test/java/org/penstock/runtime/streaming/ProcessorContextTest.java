package org.penstock.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.WindowedValueSerializer;

/** What a processor needs whose outputs come on threads of its own. */
final class ProcessorContextTest {
  /** Outputs each element from another thread, and waits for that before its bundle ends. */
  private static final class Elsewhere implements Processor<WindowedValue<String>> {
    private final ProcessorContext context;
    private int pending;

    Elsewhere(ProcessorContext context) {
      this.context = context;
    }

    @Override
    public void process(WindowedValue<String> element) {
      pending++;
      String task = context.runtimeContext().getTaskInfo().getTaskName();
      Thread worker =
          new Thread(
              () ->
                  context
                      .mailbox()
                      .execute(
                          () -> {
                            context.output().collect(element.withValue(task));
                            pending--;
                          },
                          "an output"));
      worker.setDaemon(true);
      worker.start();
    }

    @Override
    public void finishBundle() throws Exception {
      while (pending > 0) {
        context.mailbox().yield();
      }
    }
  }

  private static OperatorSpec<WindowedValue<String>> spec() {
    return new OperatorSpec<>(
        "elsewhere",
        Elsewhere::new,
        new SerializablePipelineOptions(PipelineOptionsFactory.create()),
        List.of(),
        new Senders(),
        null,
        0,
        false,
        null,
        null);
  }

  @Test
  void outputsOfOtherThreadsComeBeforeTheWatermark() throws Exception {
    var serializer =
        new WindowedValueSerializer<>(
            new WindowedValueCodec<>(StringUtf8Coder.of(), GlobalWindow.Coder.INSTANCE));
    OneInputStreamOperatorTestHarness<WindowedValue<String>, WindowedValue<String>> harness =
        new OneInputStreamOperatorTestHarness<>(
            new SingleInputOperator.Plain<WindowedValue<String>, WindowedValue<String>>(
                spec(), ChainingStrategy.ALWAYS));
    try {
      harness.setup(serializer);
      harness.open();
      String task = harness.getEnvironment().getTaskInfo().getTaskName();

      harness.processElement(new StreamRecord<>(WindowedValues.valueInGlobalWindow("a")));
      harness.processWatermark(5);

      assertThat(harness.getOutput())
          .containsExactly(
              new StreamRecord<>(WindowedValues.valueInGlobalWindow(task)), new Watermark(5));
    } finally {
      harness.close();
    }
  }
}
