package org.penstock.classic.runtime;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.beam.runners.core.DoFnRunner;
import org.apache.beam.runners.core.DoFnRunners;
import org.apache.beam.runners.core.StateNamespaces.WindowNamespace;
import org.apache.beam.runners.core.StatefulDoFnRunner;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.WindowedValueMultiReceiver;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * Runs a DoFn that has state or timers. Its elements take the short way of {@link
 * StatefulElements}; the rest goes through Beam's own runners: {@code SimpleDoFnRunner} calls back
 * timers, {@code StatefulDoFnRunner} lets windows expire and sorts elements by time. Whoever drives
 * the step sets the key that the state and the timers belong to.
 */
final class StatefulDoFnStep<InputT, OutputT> implements Step<InputT>, KeyedStep<InputT> {
  private final StepContext context;
  private final DoFnKind<InputT, OutputT> kind;
  private final DoFnRunner<InputT, OutputT> runner;
  private final @Nullable StatefulElements<InputT, OutputT> elements;
  private final MetricsEnvironmentState thread =
      MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();

  StatefulDoFnStep(
      DoFnKind<InputT, OutputT> kind,
      DoFnSignature signature,
      StepContext context,
      KeyedRuntime runtime) {
    this.context = context;
    this.kind = kind;
    DoFnInvoker<InputT, OutputT> invoker;
    MetricsContainer before = thread.activate(context.metrics());
    try {
      invoker = DoFnInvokers.tryInvokeSetupFor(kind.doFn(), context.options());
    } catch (RuntimeException e) {
      throw StepFailure.of(context.step(), e);
    } finally {
      thread.activate(before);
    }
    org.apache.beam.runners.core.StepContext keyed = context.keyedWithFinalizer(runtime.state());
    CurrentKeyCleanup<InputT> cleanup =
        new CurrentKeyCleanup<>(keyed, kind.windowing(), signature.onWindowExpiration() != null);
    boolean sorts = signature.processElement().requiresTimeSortedInput() && !runtime.inTimeOrder();
    this.runner = stateful(simple(keyed), keyed, cleanup, sorts);
    this.elements =
        sorts
            ? null
            : new StatefulElements<>(kind, signature, invoker, context, keyed, cleanup, runner);
  }

  private DoFnRunner<InputT, OutputT> simple(org.apache.beam.runners.core.StepContext keyed) {
    List<TupleTag<?>> additional =
        kind.codersByTag().keySet().stream()
            .filter(tag -> !tag.equals(kind.mainOutputTag()))
            .toList();
    return DoFnRunners.simpleRunner(
        context.options(),
        kind.doFn(),
        context.sideInputs(),
        outputs(),
        kind.mainOutputTag(),
        additional,
        keyed,
        kind.inputCoder(),
        kind.codersByTag(),
        kind.windowing(),
        kind.fn().getSchemaInformation(),
        kind.fn().getSideInputMapping());
  }

  private WindowedValueMultiReceiver outputs() {
    return new WindowedValueMultiReceiver() {
      @Override
      public <T> void output(TupleTag<T> tag, WindowedValue<T> value) {
        context.output(tag).accept(value);
      }
    };
  }

  @SuppressWarnings("unchecked") // the windowing's own coder
  private Coder<BoundedWindow> windowCoder() {
    return (Coder<BoundedWindow>) kind.windowing().getWindowFn().windowCoder();
  }

  private DoFnRunner<InputT, OutputT> stateful(
      DoFnRunner<InputT, OutputT> simple,
      org.apache.beam.runners.core.StepContext keyed,
      CurrentKeyCleanup<InputT> cleanup,
      boolean sorts) {
    // The state of the current key is another one for each key, so it is asked for at each use.
    return new StatefulDoFnRunner<InputT, OutputT, BoundedWindow>(
        simple,
        kind.inputCoder(),
        keyed,
        kind.windowing(),
        cleanup,
        window ->
            new StatefulDoFnRunner.StateInternalsStateCleaner<>(
                    kind.doFn(), keyed.stateInternals(), windowCoder())
                .clearForWindow(window),
        sorts);
  }

  @Override
  public void startBundle() {
    run(runner::startBundle);
  }

  @Override
  public void accept(WindowedValue<InputT> value) {
    accept(value.getValue(), value);
  }

  @Override
  public void accept(InputT value, WindowedValue<?> like) {
    if (elements == null) {
      run(() -> runner.processElement(like.withValue(value)));
      return;
    }
    MetricsContainer before = thread.activate(context.metrics());
    try {
      elements.process(value, like);
    } catch (RuntimeException e) {
      throw StepFailure.of(context.step(), e);
    }
    thread.activate(before);
  }

  @Override
  public Consumer<WindowedValue<?>> input(Function<WindowedValue<?>, InputT> value) {
    StatefulElements<InputT, OutputT> direct = elements;
    if (direct == null) {
      return like -> accept(value.apply(like), like);
    }
    return like -> {
      MetricsContainer before = thread.activate(context.metrics());
      try {
        direct.process(value, like);
      } catch (RuntimeException e) {
        throw StepFailure.of(context.step(), e);
      }
      thread.activate(before);
    };
  }

  @Override
  public void finishBundle() {
    run(runner::finishBundle);
  }

  @Override
  public void onTimer(@Nullable Object key, TimerData timer) {
    BoundedWindow window = ((WindowNamespace<?>) timer.getNamespace()).getWindow();
    run(
        () ->
            runner.onTimer(
                timer.getTimerId(),
                timer.getTimerFamilyId(),
                key,
                Objects.requireNonNull(window),
                timer.getTimestamp(),
                timer.getOutputTimestamp(),
                timer.getDomain()));
  }

  private void run(Runnable userCode) {
    MetricsContainer before = thread.activate(context.metrics());
    try {
      userCode.run();
    } catch (RuntimeException e) {
      throw StepFailure.of(context.step(), e);
    }
    thread.activate(before);
  }

  @Override
  public void close() {
    MetricsContainer before = thread.activate(context.metrics());
    try {
      DoFnInvokers.invokerFor(kind.doFn()).invokeTeardown();
    } finally {
      thread.activate(before);
    }
  }
}
