package org.penstock.portable.streaming;

import java.util.List;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.PortableStage;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.streaming.KeyDecoder;
import org.penstock.runtime.streaming.KeyedContext;
import org.penstock.runtime.streaming.Processor;
import org.penstock.runtime.streaming.ProcessorContext;

/** Runs a stage whose root has state or timers. */
final class KeyedStageProcessor<K, V> implements Processor<KeyedElement<V>> {
  private final PortableStage stage;
  private final KeyDecoder<K> keys;
  private final KeyedWindows windows;
  private final @Nullable SortBuffer<V> sorting;
  private final KeyedContext keyed;
  private boolean draining;

  /**
   * @param sorting sorts the input by time; null if user code does not ask for it
   */
  KeyedStageProcessor(
      PortableStage stage,
      Coder<K> keyCoder,
      KeyedWindows windows,
      @Nullable SortBuffer<V> sorting,
      ProcessorContext context) {
    this.stage = stage;
    this.keys = new KeyDecoder<>(keyCoder);
    this.windows = windows;
    this.sorting = sorting;
    this.keyed = context.keyedState();
  }

  @Override
  public void startBundle() {
    stage.startBundle();
  }

  @Override
  public void process(KeyedElement<V> element) throws Exception {
    if (element.getWindows().size() == 1) {
      processInWindow(element.key(), element);
    } else {
      for (WindowedValue<V> single : element.explodeWindows()) {
        processInWindow(element.key(), single);
      }
    }
  }

  private void processInWindow(EncodedKey key, WindowedValue<V> single) throws Exception {
    // What the worker has sent meanwhile may have been about other keys.
    keyed.setKey(key);
    if (!windows.admits(single.getWindows().iterator().next(), single.getTimestamp())) {
      return;
    }
    if (sorting == null) {
      send(key, single);
    } else {
      sorting.add(single);
    }
  }

  private void send(EncodedKey key, WindowedValue<V> single) throws Exception {
    stage.process(single.withValue(KV.of(keys.decode(key), single.getValue())));
  }

  @Override
  public void onTimer(EncodedKey key, TimerData timer) throws Exception {
    if (sorting != null && SortBuffer.isReady(timer)) {
      for (WindowedValue<V> single : sorting.take(timer)) {
        send(key, single);
      }
    } else if (KeyedWindows.isEnd(timer)) {
      TimerData last = windows.end(key, timer);
      if (last != null) {
        stage.onTimer(bytes(key), last);
      }
    } else if (!windows.isLate(timer)) {
      stage.onTimer(bytes(key), timer);
    }
  }

  private static ByteString bytes(EncodedKey key) {
    return ByteString.copyFrom(key.bytes());
  }

  /** A worker may send what it puts out when the bundle ends, and no earlier. */
  @Override
  public boolean holdsBack() {
    return true;
  }

  @Override
  public void finishBundle() throws Exception {
    stage.finishBundle();
    windows.bundleFinished();
  }

  /** What user code wants to do later need not wait for input, and may have output. */
  @Override
  public boolean hasPendingWork() {
    return !draining && windows.hasTimersLeft();
  }

  @Override
  public void drain() {
    draining = true;
  }

  @Override
  public List<Finalization> takeFinalizations() {
    return stage.takeFinalizations();
  }

  @Override
  public void close() {
    stage.close();
  }
}
