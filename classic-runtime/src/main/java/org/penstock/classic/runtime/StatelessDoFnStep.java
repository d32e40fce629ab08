package org.penstock.classic.runtime;

import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.values.WindowedValue;

/**
 * Runs a DoFn that has neither state nor timers: calls the invoker directly and allocates nothing
 * for an element; a windowed value of an output is made only for a receiver that needs one. (A
 * chain of trivial DoFns costs two to five times as much through Beam's {@code SimpleDoFnRunner}.)
 */
final class StatelessDoFnStep<InputT, OutputT> implements Step<InputT> {
  private final StepContext context;
  private final MetricsContainer metrics;
  private final DoFnInvoker<InputT, OutputT> invoker;
  private final ElementArguments<InputT, OutputT> arguments;
  private final BundleArguments<InputT, OutputT> bundleArguments;
  private final CurrentElement<InputT> current;
  private final boolean observesWindow;
  private final MetricsEnvironmentState thread =
      MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();

  StatelessDoFnStep(DoFnKind<InputT, OutputT> kind, DoFnSignature signature, StepContext context) {
    this.context = context;
    this.metrics = context.metrics();
    this.observesWindow =
        signature.processElement().observesWindow() || !context.sideInputs().isEmpty();
    this.current = new CurrentElement<>(kind.doFn());
    this.arguments = new ElementArguments<>(kind, context, current);
    this.bundleArguments = new BundleArguments<>(kind, context);
    MetricsContainer before = thread.activate(metrics);
    try {
      this.invoker = DoFnInvokers.tryInvokeSetupFor(kind.doFn(), context.options());
    } catch (RuntimeException e) {
      throw StepFailure.of(context.step(), e);
    } finally {
      thread.activate(before);
    }
  }

  @Override
  public void startBundle() {
    MetricsContainer before = thread.activate(metrics);
    try {
      invoker.invokeStartBundle(bundleArguments);
    } catch (RuntimeException e) {
      throw StepFailure.of(context.step(), e);
    }
    thread.activate(before);
  }

  @Override
  public void accept(WindowedValue<InputT> value) {
    accept(value.getValue(), value);
  }

  @Override
  public void accept(InputT value, WindowedValue<?> like) {
    MetricsContainer before = thread.activate(metrics);
    try {
      if (observesWindow && like.getWindows().size() != 1) {
        for (WindowedValue<?> single : like.explodeWindows()) {
          process(value, single);
        }
      } else {
        process(value, like);
      }
    } catch (RuntimeException e) {
      throw StepFailure.of(context.step(), e);
    }
    thread.activate(before);
  }

  private void process(InputT value, WindowedValue<?> like) {
    current.set(value, like);
    invoker.invokeProcessElement(arguments);
  }

  @Override
  public void finishBundle() {
    MetricsContainer before = thread.activate(metrics);
    try {
      invoker.invokeFinishBundle(bundleArguments);
    } catch (RuntimeException e) {
      throw StepFailure.of(context.step(), e);
    }
    thread.activate(before);
  }

  @Override
  public void close() {
    MetricsContainer before = thread.activate(metrics);
    try {
      invoker.invokeTeardown();
    } finally {
      thread.activate(before);
    }
  }
}
