package org.penstock.portable.batch;

import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.runtime.batch.Processor;
import org.penstock.runtime.batch.ProcessorContext;

/** Runs a stage without state or timers. */
final class StageProcessor implements Processor<WindowedValue<Object>> {
  private final ProcessorContext context;
  private final StageBundles bundles;

  StageProcessor(PortableStageSpec spec, List<String> sideInputs, ProcessorContext context) {
    this.context = context;
    this.bundles = new StageBundles(spec, sideInputs, context, null);
  }

  @Override
  public void process(WindowedValue<Object> element) throws Exception {
    bundles.process(element);
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
