package org.penstock.classic.batch;

import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.classic.runtime.StageExecution;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.runtime.batch.Processor;
import org.penstock.runtime.batch.ProcessorContext;

/** Runs a stage without state or timers. */
final class StageProcessor<T> implements Processor<WindowedValue<T>> {
  private final ProcessorContext context;
  private final Bundles bundles;

  StageProcessor(StageSpec spec, ProcessorContext context) {
    this.context = context;
    this.bundles =
        new Bundles(
            () -> new StageExecution(spec, StageOutputs.runtime(context, null)), context.options());
  }

  @Override
  public void process(WindowedValue<T> element) throws Exception {
    bundles.beforeElement().<T>input().accept(element);
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
