package org.penstock.runtime.batch;

import java.io.IOException;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.metrics.MetricsEnvironment.MetricsEnvironmentState;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.util.Collector;
import org.penstock.runtime.BoundedSplit;
import org.penstock.spi.StepException;

/** Reads the splits of a bounded source, one after another, each to its end. */
final class ReadProcessor<T> implements Processor<BoundedSplit<T>> {
  /** How often to look whether the task was canceled. */
  private static final int RECORDS_BETWEEN_CHECKS = 1024;

  private final String step;
  private final ProcessorContext context;
  private final Collector<WindowedValue<T>> output;
  private final MetricsContainer metrics;
  private final MetricsEnvironmentState thread =
      MetricsEnvironment.getMetricsEnvironmentStateForCurrentThread();

  ReadProcessor(String step, ProcessorContext context) {
    this.step = step;
    this.context = context;
    this.output = context.output();
    this.metrics = context.metrics().container(step);
  }

  @Override
  public void process(BoundedSplit<T> split) {
    if (split.metrics() != null) {
      context.metrics().add(split.metrics());
    }
    MetricsContainer before = thread.activate(metrics);
    try {
      read(split.source());
    } catch (IOException e) {
      throw new StepException(step, e);
    } finally {
      thread.activate(before);
    }
  }

  private void read(BoundedSource<T> source) throws IOException {
    try (BoundedReader<T> reader = source.createReader(context.options())) {
      int untilCheck = RECORDS_BETWEEN_CHECKS;
      for (boolean more = reader.start(); more; more = reader.advance()) {
        output.collect(
            WindowedValues.timestampedValueInGlobalWindow(
                reader.getCurrent(), reader.getCurrentTimestamp(), PaneInfo.NO_FIRING));
        if (--untilCheck == 0) {
          if (context.isCanceled()) {
            return;
          }
          untilCheck = RECORDS_BETWEEN_CHECKS;
        }
      }
    }
    context.metrics().bundleFinished();
  }

  @Override
  public void endInput() {
    context.metrics().publish();
  }

  @Override
  public void close() {
    // A reader is closed with its split.
  }
}
