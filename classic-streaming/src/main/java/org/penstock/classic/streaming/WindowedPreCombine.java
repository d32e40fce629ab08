package org.penstock.classic.streaming;

import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.util.Collector;
import org.joda.time.Instant;
import org.penstock.classic.runtime.combine.CombineStep;
import org.penstock.classic.runtime.combine.CombineTable.Entry;
import org.penstock.classic.runtime.combine.PreCombiner;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.OutputTimestamps;
import org.penstock.runtime.Scratch;
import org.penstock.runtime.streaming.Processor;
import org.penstock.runtime.streaming.ProcessorContext;

/**
 * The sending side of a combine with one pane for each window: combines what it has of each key and
 * window before it crosses the shuffle. What it holds goes out when its bundle ends, so before each
 * watermark and each checkpoint barrier.
 *
 * <p>An element behind the watermark goes alone. The receiver may drop it, and then counts it, or
 * leave its timestamp out of the output's.
 */
final class WindowedPreCombine<K, InputT, AccumT>
    implements Processor<WindowedValue<KV<K, InputT>>> {
  private final Coder<K> keyCoder;
  private final OutputTimestamps timestamps;
  private final PreCombiner<K, InputT, AccumT> combiner;
  private final Collector<KeyedElement<AccumT>> output;
  private final Scratch scratch = new Scratch();
  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

  WindowedPreCombine(
      CombineStep<InputT, AccumT, ?> step,
      Coder<K> keyCoder,
      OutputTimestamps timestamps,
      ProcessorContext context) {
    this.keyCoder = keyCoder;
    this.timestamps = timestamps;
    this.combiner =
        new PreCombiner<>(
            step.open(context.options(), context.metrics()),
            step.accumulatorCoder(),
            keyCoder,
            timestamps,
            this::send);
    this.output = context.output();
  }

  @Override
  public void process(WindowedValue<KV<K, InputT>> element) throws IOException {
    Instant timestamp = element.getTimestamp();
    for (BoundedWindow window : element.getWindows()) {
      if (isLate(window, timestamp)) {
        combiner.passAlone(element.getValue(), window, timestamp);
      } else {
        combiner.add(element.getValue(), window, timestamp);
      }
    }
  }

  private boolean isLate(BoundedWindow window, Instant timestamp) {
    return window.maxTimestamp().isBefore(watermark)
        || (timestamps.looksAtElements() && timestamp.isBefore(watermark));
  }

  private void send(Entry<K, AccumT> entry) throws IOException {
    keyCoder.encode(entry.key(), scratch.start());
    output.collect(
        KeyedElement.of(
            EncodedKey.of(scratch),
            WindowedValues.of(
                entry.accumulator(),
                timestamps.looksAtElements()
                    ? entry.timestamp()
                    : BoundedWindow.TIMESTAMP_MIN_VALUE,
                entry.window(),
                PaneInfo.NO_FIRING)));
  }

  @Override
  public void watermark(Instant newWatermark) {
    watermark = newWatermark;
  }

  @Override
  public boolean limitsItself() {
    return true;
  }

  @Override
  public void finishBundle() throws IOException {
    combiner.flush();
  }

  @Override
  public void close() {
    combiner.close();
  }
}
