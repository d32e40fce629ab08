package org.penstock.classic.batch;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.runners.core.GlobalCombineFnRunner;
import org.apache.beam.runners.core.GlobalCombineFnRunners;
import org.apache.beam.runners.core.NullSideInputReader;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.UserCodeException;
import org.penstock.spi.StepException;

/**
 * A combine function, as it travels to the task.
 *
 * @param step the full name of the transform
 * @param fn the function
 * @param accumulatorCoder the coder of its accumulators
 */
record CombineStep<InputT, AccumT, OutputT>(
    String step, GlobalCombineFn<InputT, AccumT, OutputT> fn, Coder<AccumT> accumulatorCoder)
    implements Serializable {

  Running<InputT, AccumT, OutputT> open(ProcessorContext context) {
    return new Running<>(this, context);
  }

  /** The function in its task; each call is made in the name of the step. */
  static final class Running<InputT, AccumT, OutputT> {
    private final String step;
    private final GlobalCombineFnRunner<InputT, AccumT, OutputT> fn;
    private final ProcessorContext context;
    private final MetricsContainer metrics;
    private final NullSideInputReader noSideInputs = NullSideInputReader.empty();
    private final MetricsEnvironmentState thread =
        MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();

    private Running(CombineStep<InputT, AccumT, OutputT> spec, ProcessorContext context) {
      this.step = spec.step();
      this.fn = GlobalCombineFnRunners.create(spec.fn());
      this.context = context;
      this.metrics = context.metrics().container(spec.step());
    }

    AccumT create(BoundedWindow window) {
      MetricsContainer before = thread.activate(metrics);
      try {
        return fn.createAccumulator(context.options(), noSideInputs, List.of(window));
      } catch (RuntimeException e) {
        throw failure(e);
      } finally {
        thread.activate(before);
      }
    }

    AccumT add(AccumT accumulator, InputT value, BoundedWindow window) {
      MetricsContainer before = thread.activate(metrics);
      try {
        return fn.addInput(accumulator, value, context.options(), noSideInputs, List.of(window));
      } catch (RuntimeException e) {
        throw failure(e);
      } finally {
        thread.activate(before);
      }
    }

    AccumT merge(Iterable<AccumT> accumulators, BoundedWindow window) {
      MetricsContainer before = thread.activate(metrics);
      try {
        return fn.mergeAccumulators(accumulators, context.options(), noSideInputs, List.of(window));
      } catch (RuntimeException e) {
        throw failure(e);
      } finally {
        thread.activate(before);
      }
    }

    AccumT compact(AccumT accumulator, BoundedWindow window) {
      MetricsContainer before = thread.activate(metrics);
      try {
        return fn.compact(accumulator, context.options(), noSideInputs, List.of(window));
      } catch (RuntimeException e) {
        throw failure(e);
      } finally {
        thread.activate(before);
      }
    }

    OutputT extract(AccumT accumulator, BoundedWindow window) {
      MetricsContainer before = thread.activate(metrics);
      try {
        return fn.extractOutput(accumulator, context.options(), noSideInputs, List.of(window));
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
}
