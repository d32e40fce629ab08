package org.penstock.runtime;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.penstock.spi.Spi;

/**
 * Carries the Beam metrics of a task to the job's result. Flink keeps those of attempts that
 * succeeded, so at the end of a job this is what was committed.
 */
public final class MetricsAccumulator
    implements Accumulator<MetricsContainerStepMap, MetricsContainerStepMap> {
  private static final long serialVersionUID = 1L;

  private MetricsContainerStepMap steps = new MetricsContainerStepMap();

  /** An accumulator without metrics; found by Flink under {@link Spi#METRICS_ACCUMULATOR}. */
  public MetricsAccumulator() {}

  @Override
  public void add(MetricsContainerStepMap value) {
    steps.updateAll(value);
  }

  @Override
  public MetricsContainerStepMap getLocalValue() {
    return steps;
  }

  @Override
  public void resetLocal() {
    steps = new MetricsContainerStepMap();
  }

  @Override
  public void merge(Accumulator<MetricsContainerStepMap, MetricsContainerStepMap> other) {
    steps.updateAll(other.getLocalValue());
  }

  @Override
  public MetricsAccumulator clone() {
    MetricsAccumulator copy = new MetricsAccumulator();
    copy.add(steps);
    return copy;
  }
}
