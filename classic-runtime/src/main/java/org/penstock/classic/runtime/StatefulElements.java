package org.penstock.classic.runtime;

import org.apache.beam.runners.core.DoFnRunner;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.runners.core.StatefulDoFnRunner.CleanupTimer;
import org.apache.beam.runners.core.StepContext;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Instant;

/**
 * Processes the elements of a DoFn that has state and no timers by calling it directly. What is
 * kept from one element to the next makes this a few times faster than Beam's runners, which make
 * contexts, namespaces and views of state for each element.
 */
final class StatefulElements<InputT, OutputT> {
  private final DoFnInvoker<InputT, OutputT> invoker;
  private final ElementArguments<InputT, OutputT> arguments;
  private final CurrentElement<InputT> current;
  private final ElementState state;
  private final StepContext keyed;
  private final WindowingStrategy<?, ?> windowing;
  private final CleanupTimer<InputT> cleanup;
  private final DoFnRunner<InputT, OutputT> lateRunner;
  private Instant windowExpires = BoundedWindow.TIMESTAMP_MIN_VALUE;

  /**
   * @param cleanup lets windows expire
   * @param lateRunner takes the elements whose window has expired, drops and counts them
   */
  StatefulElements(
      DoFnKind<InputT, OutputT> kind,
      DoFnInvoker<InputT, OutputT> invoker,
      ElementState state,
      org.penstock.classic.runtime.StepContext context,
      StepContext keyed,
      CleanupTimer<InputT> cleanup,
      DoFnRunner<InputT, OutputT> lateRunner) {
    this.invoker = invoker;
    this.state = state;
    this.current = new CurrentElement<>(kind.doFn());
    this.arguments = new ElementArguments<>(kind, context, current);
    this.arguments.give(state);
    this.keyed = keyed;
    this.windowing = kind.windowing();
    this.cleanup = cleanup;
    this.lateRunner = lateRunner;
  }

  void process(InputT value, WindowedValue<?> like) {
    if (like.getWindows().size() == 1) {
      processInWindow(value, like);
    } else {
      for (WindowedValue<?> single : like.explodeWindows()) {
        processInWindow(value, single);
      }
    }
  }

  private void processInWindow(InputT value, WindowedValue<?> like) {
    BoundedWindow window = like.getWindows().iterator().next();
    if (state.enter(window)) {
      windowExpires = LateDataUtils.garbageCollectionTime(window, windowing);
    }
    if (windowExpires.isBefore(keyed.timerInternals().currentInputWatermarkTime())) {
      lateRunner.processElement(like.withValue(value));
      return;
    }
    cleanup.setForWindow(value, window);
    current.set(value, like);
    invoker.invokeProcessElement(arguments);
  }
}
