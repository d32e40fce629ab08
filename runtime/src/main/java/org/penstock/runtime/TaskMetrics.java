package org.penstock.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricKey;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;
import org.penstock.spi.Spi;

/**
 * The Beam metrics of one Flink task: user code counts in the containers of its step, which are an
 * accumulator of the task as they are; from time to time what is new among them becomes a Flink
 * metric under the step's name.
 *
 * <p>All operators of a chain share one accumulator. Used by the task's thread; Flink reads the
 * values from threads of its own, which Beam's cells allow.
 */
public final class TaskMetrics {
  private static final long PUBLISH_INTERVAL_NANOS = 1_000_000_000L;

  private final MetricsContainerStepMap steps;
  private final MetricGroup group;
  private final Map<MetricKey, PublishedMetric> published = new HashMap<>();
  private final Set<String> ownSteps = new HashSet<>();
  private long lastPublished = System.nanoTime();

  private TaskMetrics(MetricsContainerStepMap steps, MetricGroup group) {
    this.steps = steps;
    this.group = group;
  }

  /** The metrics of the task that the operator with this context runs in. */
  public static TaskMetrics of(RuntimeContext context, MetricGroup group) {
    Accumulator<MetricsContainerStepMap, MetricsContainerStepMap> accumulator =
        context.getAccumulator(Spi.METRICS_ACCUMULATOR);
    if (accumulator == null) {
      accumulator = new MetricsAccumulator();
      context.addAccumulator(Spi.METRICS_ACCUMULATOR, accumulator);
    }
    return new TaskMetrics(accumulator.getLocalValue(), group);
  }

  /** Where the step's user code counts. */
  public MetricsContainerImpl container(String step) {
    ownSteps.add(step);
    return steps.getContainer(step);
  }

  /** Adds what was counted elsewhere, such as while a source was split. */
  public void add(MetricsContainerStepMap counted) {
    steps.updateAll(counted);
  }

  /** To be called at the end of a bundle; does its work at most once a second. */
  public void bundleFinished() {
    long now = System.nanoTime();
    if (now - lastPublished >= PUBLISH_INTERVAL_NANOS) {
      lastPublished = now;
      publish();
    }
  }

  /** Makes Flink metrics of all that was counted, and refreshes those that are there. */
  public void publish() {
    MetricResults results = MetricsContainerStepMap.asAttemptedOnlyMetricResults(steps);
    var all = results.allMetrics();
    all.getCounters().forEach(this::publish);
    all.getDistributions().forEach(this::publish);
    all.getGauges().forEach(this::publish);
    all.getStringSets().forEach(this::publish);
    all.getBoundedTries().forEach(this::publish);
    all.getHistograms().forEach(this::publish);
  }

  private void publish(MetricResult<?> result) {
    if (!ownSteps.contains(result.getKey().stepName())) {
      return;
    }
    published.computeIfAbsent(result.getKey(), this::register).set(result.getAttempted());
  }

  private PublishedMetric register(MetricKey key) {
    PublishedMetric metric = new PublishedMetric();
    group
        .addGroup("step", String.valueOf(key.stepName()))
        .addGroup(key.metricName().getNamespace())
        .gauge(key.metricName().getName(), metric);
    return metric;
  }
}
