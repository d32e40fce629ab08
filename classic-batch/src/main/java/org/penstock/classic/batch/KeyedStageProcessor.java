package org.penstock.classic.batch;

import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.classic.runtime.KeyedRuntime;
import org.penstock.classic.runtime.StageExecution;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.runtime.batch.KeyedContext;
import org.penstock.runtime.batch.KeyedElements;
import org.penstock.runtime.batch.KeyedProcessor;
import org.penstock.runtime.batch.ProcessorContext;

/** Runs a stage whose root has state or timers, key by key. */
final class KeyedStageProcessor<K, V> implements KeyedProcessor<K, V> {
  private final ProcessorContext context;
  private final KeyedContext keyed;
  private final Bundles bundles;

  KeyedStageProcessor(StageSpec spec, ProcessorContext context) {
    this.context = context;
    this.keyed = new KeyedContext();
    this.bundles =
        new Bundles(
            () ->
                new StageExecution(
                    spec, StageOutputs.runtime(context, new KeyedRuntime(keyed, true))),
            context.options());
  }

  @Override
  public void processKey(KeyedElements<K, V> elements) throws Exception {
    K key = elements.key();
    keyed.start(key);
    while (elements.advance()) {
      StageExecution stage = bundles.beforeElement();
      WindowedValue<V> value = elements.value();
      stage.<KV<K, V>>input().accept(KV.of(key, value.getValue()), value);
    }
    keyed.fireTimers(timer -> bundles.beforeElement().onTimer(key, timer));
  }

  @Override
  public void endInput() throws Exception {
    bundles.finish();
    context.metrics().publish();
  }

  @Override
  public void close() {
    bundles.close();
  }
}
