package org.penstock.portable.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.functions.util.RuntimeUDFContext;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.penstock.runtime.TaskMetrics;
import org.penstock.spi.Spi;

/** The metrics of a task without Flink. */
final class Metrics {
  private Metrics() {}

  /** Metrics that are counted in {@code steps}. */
  static TaskMetrics into(MetricsContainerStepMap steps) {
    Map<String, Accumulator<?, ?>> accumulators = new HashMap<>();
    accumulators.put(Spi.METRICS_ACCUMULATOR, new Counted(steps));
    var group = UnregisteredMetricsGroup.createOperatorMetricGroup();
    return TaskMetrics.of(
        new RuntimeUDFContext(
            new TaskInfoImpl("task", 1, 0, 1, 0),
            Metrics.class.getClassLoader(),
            new ExecutionConfig(),
            Map.of(),
            accumulators,
            group),
        group);
  }

  private record Counted(MetricsContainerStepMap steps)
      implements Accumulator<MetricsContainerStepMap, MetricsContainerStepMap> {
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
      throw new UnsupportedOperationException();
    }

    @Override
    public void merge(Accumulator<MetricsContainerStepMap, MetricsContainerStepMap> other) {
      add(other.getLocalValue());
    }

    @Override
    @SuppressWarnings({"MethodDoesntCallSuperMethod", "Finally"}) // shares what it counts into
    public Accumulator<MetricsContainerStepMap, MetricsContainerStepMap> clone() {
      return new Counted(steps);
    }
  }
}
