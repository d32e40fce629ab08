package org.penstock.classic.runtime;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * What the three parts of a splittable DoFn have in common: an instance of the DoFn that was set
 * up, and one window at a time where a method looks at the window.
 */
final class SplittableStep<InputT, OutputT> {
  private final StepContext context;
  private final DoFnInvoker<InputT, OutputT> invoker;
  private final ElementArguments<InputT, OutputT> arguments;
  private final CurrentElement<InputT> current;
  private final boolean observesWindow;
  private final MetricsEnvironmentState thread =
      MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();

  SplittableStep(DoFnKind<InputT, OutputT> kind, StepContext context) {
    this.context = context;
    this.current = new CurrentElement<>(kind.doFn());
    this.arguments = new ElementArguments<>(kind, context, current);
    DoFnSignature signature = DoFnSignatures.getSignature(kind.doFn().getClass());
    this.observesWindow =
        signature.processElement().observesWindow() || !context.sideInputs().isEmpty();
    MetricsContainer before = thread.activate(context.metrics());
    try {
      this.invoker = DoFnInvokers.tryInvokeSetupFor(kind.doFn(), context.options());
    } catch (RuntimeException e) {
      throw StepFailure.of(context.step(), e);
    } finally {
      thread.activate(before);
    }
  }

  DoFnInvoker<InputT, OutputT> invoker() {
    return invoker;
  }

  ElementArguments<InputT, OutputT> arguments() {
    return arguments;
  }

  StepContext context() {
    return context;
  }

  /** The element that the DoFn sees from now on. */
  void current(WindowedValue<InputT> element) {
    current.set(element);
  }

  /** Calls user code for the value, for each of its windows where the DoFn looks at the window. */
  <T> void forEachWindow(WindowedValue<T> value, Consumer<WindowedValue<T>> userCode) {
    if (observesWindow && value.getWindows().size() != 1) {
      value.explodeWindows().forEach(window -> run(() -> userCode.accept(window)));
    } else {
      run(() -> userCode.accept(value));
    }
  }

  /** Calls user code in the name of this step. */
  void run(Runnable userCode) {
    call(
        () -> {
          userCode.run();
          return null;
        });
  }

  /** Calls user code that returns something in the name of this step. */
  <T> @Nullable T call(Supplier<@Nullable T> userCode) {
    MetricsContainer before = thread.activate(context.metrics());
    T result;
    try {
      result = userCode.get();
    } catch (RuntimeException e) {
      throw StepFailure.of(context.step(), e);
    }
    thread.activate(before);
    return result;
  }

  void close() {
    MetricsContainer before = thread.activate(context.metrics());
    try {
      invoker.invokeTeardown();
    } finally {
      thread.activate(before);
    }
  }
}
