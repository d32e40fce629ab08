package org.penstock.classic.batch;

import java.io.IOException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;
import org.penstock.classic.runtime.combine.CombineStep;
import org.penstock.classic.runtime.combine.PreCombiner;
import org.penstock.runtime.Scratch;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.batch.Processor;
import org.penstock.runtime.batch.ProcessorContext;

/**
 * The sending side of a combine: combines what it has of each key before it crosses the shuffle.
 */
final class PreCombine<K, InputT, AccumT, OutputT>
    implements Processor<WindowedValue<KV<K, InputT>>> {
  private final PreCombiner<K, InputT, AccumT> combiner;

  PreCombine(
      CombineStep<InputT, AccumT, OutputT> step,
      AccumulatorCodec<K, AccumT> codec,
      ProcessorContext context) {
    Collector<ShuffleRecord> output = context.output();
    Scratch scratch = new Scratch();
    this.combiner =
        new PreCombiner<>(
            step.open(context.options(), context.metrics()),
            codec.accumulators(),
            codec.keys().keyCoder(),
            codec.timestamps(),
            entry -> output.collect(codec.encode(entry, scratch)));
  }

  @Override
  public void process(WindowedValue<KV<K, InputT>> element) throws IOException {
    for (BoundedWindow window : element.getWindows()) {
      combiner.add(element.getValue(), window, element.getTimestamp());
    }
  }

  @Override
  public void endInput() throws IOException {
    combiner.flush();
  }

  @Override
  public void close() {
    combiner.close();
  }
}
