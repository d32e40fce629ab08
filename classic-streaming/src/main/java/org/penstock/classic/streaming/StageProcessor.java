package org.penstock.classic.streaming;

import java.util.List;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.classic.runtime.Receiver;
import org.penstock.classic.runtime.RestrictionRuntime;
import org.penstock.classic.runtime.SideInputs;
import org.penstock.classic.runtime.StageExecution;
import org.penstock.classic.runtime.StageRuntime;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.runtime.streaming.ProcessorContext;
import org.penstock.runtime.streaming.RestrictionStage;

/** Runs a stage without state or timers; its root may be a splittable DoFn. */
final class StageProcessor<T> implements RestrictionStage<T> {
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

  @Override
  public void resume(WindowedValue<T> element, Instant watermark) {
    input.accept(element);
  }

  @Override
  @SuppressWarnings("unchecked") // the same element with another restriction
  public @Nullable WindowedValue<T> truncate(WindowedValue<T> element) {
    return (WindowedValue<T>) stage.truncate(element);
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
