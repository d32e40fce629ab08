package org.penstock.classic.streaming;

import java.util.List;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;
import org.penstock.classic.runtime.Receiver;
import org.penstock.classic.runtime.RestrictionRuntime;
import org.penstock.classic.runtime.SideInputs;
import org.penstock.classic.runtime.StageExecution;
import org.penstock.classic.runtime.StageRuntime;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.runtime.streaming.Processor;
import org.penstock.runtime.streaming.ProcessorContext;

/** Runs a stage without state or timers. */
final class StageProcessor<T> implements Processor<WindowedValue<T>> {
  private final StageExecution stage;
  private final Receiver<T> input;

  StageProcessor(
      StageSpec spec,
      SideInputs sideInputs,
      @Nullable RestrictionRuntime restrictions,
      ProcessorContext context) {
    this.stage =
        new StageExecution(
            spec,
            new StageRuntime(
                context.options(),
                context.metrics(),
                Receiver.into(context.outputs()),
                sideInputs,
                null,
                restrictions));
    this.input = stage.input();
  }

  @Override
  public void startBundle() {
    stage.startBundle();
  }

  @Override
  public void process(WindowedValue<T> element) {
    input.accept(element);
  }

  /** The element with a restriction that ends, or null if nothing of it is left to do. */
  @Nullable WindowedValue<?> truncate(WindowedValue<?> element) {
    return stage.truncate(element);
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
