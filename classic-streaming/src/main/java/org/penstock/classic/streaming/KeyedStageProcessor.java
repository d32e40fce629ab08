package org.penstock.classic.streaming;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.classic.runtime.KeyedRuntime;
import org.penstock.classic.runtime.Receiver;
import org.penstock.classic.runtime.SideInputs;
import org.penstock.classic.runtime.StageExecution;
import org.penstock.classic.runtime.StageRuntime;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.streaming.KeyDecoder;
import org.penstock.runtime.streaming.KeyedContext;
import org.penstock.runtime.streaming.Processor;
import org.penstock.runtime.streaming.ProcessorContext;

/** Runs a stage whose root has state or timers. */
final class KeyedStageProcessor<K, V> implements Processor<KeyedElement<V>> {
  private final KeyedContext keyed;
  private final KeyDecoder<K> keys;
  private final StageExecution stage;
  private final Consumer<WindowedValue<?>> input;

  KeyedStageProcessor(
      StageSpec spec, Coder<K> keyCoder, SideInputs sideInputs, ProcessorContext context) {
    this.keyed = context.keyedState();
    this.keys = new KeyDecoder<>(keyCoder);
    this.stage =
        new StageExecution(
            spec,
            new StageRuntime(
                context.options(),
                context.metrics(),
                Receiver.into(context.outputs()),
                sideInputs,
                new KeyedRuntime(keyed, false)));
    this.input = stage.input(this::pair);
  }

  @Override
  public void startBundle() {
    stage.startBundle();
  }

  @Override
  public void process(KeyedElement<V> element) throws Exception {
    keyed.setKey(element.key());
    input.accept(element);
  }

  @SuppressWarnings("unchecked") // what process was given
  private KV<K, V> pair(WindowedValue<?> element) {
    KeyedElement<V> keyedElement = (KeyedElement<V>) element;
    return KV.of(key(keyedElement.key()), keyedElement.getValue());
  }

  private K key(EncodedKey encoded) {
    try {
      return keys.decode(encoded);
    } catch (IOException e) {
      throw new UncheckedIOException("The key " + encoded + " cannot be decoded", e);
    }
  }

  @Override
  public void onTimer(EncodedKey key, TimerData timer) throws Exception {
    stage.onTimer(key(key), timer);
  }

  @Override
  public void finishBundle() {
    stage.finishBundle();
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
