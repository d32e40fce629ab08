package org.penstock.classic.runtime.combine;

import java.util.List;
import org.apache.beam.runners.core.GlobalCombineFnRunner;
import org.apache.beam.runners.core.GlobalCombineFnRunners;
import org.apache.beam.runners.core.NullSideInputReader;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.UserCodeException;
import org.penstock.spi.StepException;

/**
 * A combine function in its task; each call is made in the name of the step. For the thread that
 * made it. What the function throws comes as a {@link StepException}.
 */
public final class RunningCombine<InputT, AccumT, OutputT> {
  private final String step;
  private final GlobalCombineFnRunner<InputT, AccumT, OutputT> fn;
  private final PipelineOptions options;
  private final MetricsContainer metrics;
  private final NullSideInputReader noSideInputs = NullSideInputReader.empty();
  private final MetricsEnvironmentState thread =
      MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();

  RunningCombine(
      CombineStep<InputT, AccumT, OutputT> spec,
      PipelineOptions options,
      MetricsContainer metrics) {
    this.step = spec.step();
    this.fn = GlobalCombineFnRunners.create(spec.fn());
    this.options = options;
    this.metrics = metrics;
  }

  /** A new accumulator. */
  public AccumT create(BoundedWindow window) {
    MetricsContainer before = thread.activate(metrics);
    try {
      return fn.createAccumulator(options, noSideInputs, List.of(window));
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      thread.activate(before);
    }
  }

  /** The accumulator with the value, which may be the same object, changed. */
  public AccumT add(AccumT accumulator, InputT value, BoundedWindow window) {
    MetricsContainer before = thread.activate(metrics);
    try {
      return fn.addInput(accumulator, value, options, noSideInputs, List.of(window));
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      thread.activate(before);
    }
  }

  /** All in one, which may be the first one, changed. */
  public AccumT merge(Iterable<AccumT> accumulators, BoundedWindow window) {
    MetricsContainer before = thread.activate(metrics);
    try {
      return fn.mergeAccumulators(accumulators, options, noSideInputs, List.of(window));
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      thread.activate(before);
    }
  }

  /** The accumulator as it should be written. */
  public AccumT compact(AccumT accumulator, BoundedWindow window) {
    MetricsContainer before = thread.activate(metrics);
    try {
      return fn.compact(accumulator, options, noSideInputs, List.of(window));
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      thread.activate(before);
    }
  }

  /** The result. */
  public OutputT extract(AccumT accumulator, BoundedWindow window) {
    MetricsContainer before = thread.activate(metrics);
    try {
      return fn.extractOutput(accumulator, options, noSideInputs, List.of(window));
    } catch (RuntimeException e) {
      throw failure(e);
    } finally {
      thread.activate(before);
    }
  }

  private StepException failure(RuntimeException e) {
    Throwable cause = e instanceof UserCodeException ? e.getCause() : e;
    return new StepException(step, cause == null ? e : cause);
  }
}
