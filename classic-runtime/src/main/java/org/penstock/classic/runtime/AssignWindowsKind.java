package org.penstock.classic.runtime;

import java.util.Collection;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code Window.into}: gives each element the windows of another window function.
 *
 * @param windowFn the function that assigns
 * @param outputTag the only output's tag
 */
record AssignWindowsKind<T>(WindowFn<T, ?> windowFn, String outputTag) implements StepKind {
  @Override
  public Step<?> open(StepContext context) {
    return new AssignWindows<>(windowFn, context, context.output(new TupleTag<T>(outputTag)));
  }

  private static final class AssignWindows<T, W extends BoundedWindow> implements Step<T> {
    private final WindowFn<T, W> windowFn;
    private final StepContext context;
    private final Receiver<T> output;
    private final MetricsEnvironmentState thread =
        MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();

    AssignWindows(WindowFn<T, W> windowFn, StepContext context, Receiver<T> output) {
      this.windowFn = windowFn;
      this.context = context;
      this.output = output;
    }

    @Override
    public void accept(WindowedValue<T> value) {
      if (value.getWindows().size() == 1) {
        assign(value);
      } else {
        value.explodeWindows().forEach(this::assign);
      }
    }

    private void assign(WindowedValue<T> value) {
      Collection<W> windows;
      MetricsContainer before = thread.activate(context.metrics());
      try {
        windows = windowFn.assignWindows(new AssignContext<>(windowFn, value));
      } catch (Exception e) {
        throw StepFailure.of(context.step(), e);
      } finally {
        thread.activate(before);
      }
      output.accept(
          WindowedValues.of(
              value.getValue(),
              value.getTimestamp(),
              windows,
              value.getPaneInfo(),
              value.getRecordId(),
              value.getRecordOffset(),
              value.causedByDrain()));
    }
  }

  private static final class AssignContext<T, W extends BoundedWindow>
      extends WindowFn<T, W>.AssignContext {
    private final WindowedValue<T> value;

    AssignContext(WindowFn<T, W> windowFn, WindowedValue<T> value) {
      windowFn.super();
      this.value = value;
    }

    @Override
    public T element() {
      return value.getValue();
    }

    @Override
    public Instant timestamp() {
      return value.getTimestamp();
    }

    @Override
    public @Nullable BoundedWindow window() {
      return value.getWindows().iterator().next();
    }
  }
}
