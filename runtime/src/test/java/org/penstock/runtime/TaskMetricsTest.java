package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.functions.util.RuntimeUDFContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.penstock.spi.Spi;

final class TaskMetricsTest {
  private static final MetricName LINES = MetricName.named("my.Fn", "lines");

  private final Map<String, Accumulator<?, ?>> accumulators = new HashMap<>();
  private final Map<String, Gauge<?>> flinkMetrics = new HashMap<>();
  private final RuntimeContext task =
      new RuntimeUDFContext(
          new TaskInfoImpl("task", 1, 0, 1, 0),
          TaskMetricsTest.class.getClassLoader(),
          new ExecutionConfig(),
          Map.of(),
          accumulators,
          UnregisteredMetricsGroup.createOperatorMetricGroup());

  private TaskMetrics metrics() {
    return TaskMetrics.of(task, new Group("", flinkMetrics));
  }

  private @Nullable Object flinkMetric(String name) {
    Gauge<?> gauge = flinkMetrics.get(name);
    return gauge == null ? null : gauge.getValue();
  }

  @Test
  void countsInAnAccumulatorOfTheTask() {
    metrics().container("Parse").getCounter(LINES).inc(3);

    assertThat(counted(accumulated(), "Parse")).isEqualTo(3);
  }

  private MetricsContainerStepMap accumulated() {
    return (MetricsContainerStepMap)
        Objects.requireNonNull(accumulators.get(Spi.METRICS_ACCUMULATOR)).getLocalValue();
  }

  private static long counted(MetricsContainerStepMap steps, String step) {
    return steps.getContainer(step).getCounter(LINES).getCumulative();
  }

  @Test
  void operatorsOfOneChainShareTheAccumulator() {
    TaskMetrics first = metrics();
    TaskMetrics second = metrics();
    first.container("A").getCounter(LINES).inc();
    second.container("B").getCounter(LINES).inc(2);

    assertThat(accumulators).hasSize(1);
    MetricsContainerStepMap all = accumulated();
    assertThat(counted(all, "A")).isEqualTo(1);
    assertThat(counted(all, "B")).isEqualTo(2);
  }

  @Test
  void publishesFlinkMetricsUnderTheStep() {
    TaskMetrics metrics = metrics();
    MetricsContainerImpl container = metrics.container("Parse");
    container.getCounter(LINES).inc(3);
    assertThat(flinkMetrics).as("before they are published").isEmpty();

    metrics.publish();
    assertThat(flinkMetric(".step=Parse.my.Fn.lines")).isEqualTo(3L);

    container.getCounter(LINES).inc();
    metrics.publish();
    assertThat(flinkMetric(".step=Parse.my.Fn.lines")).isEqualTo(4L);
  }

  @Test
  void publishesEveryKindOfMetric() {
    TaskMetrics metrics = metrics();
    MetricsContainerImpl container = metrics.container("S");
    container.getDistribution(MetricName.named("n", "sizes")).update(4);
    container.getDistribution(MetricName.named("n", "sizes")).update(6);
    container.getGauge(MetricName.named("n", "level")).set(9);

    metrics.publish();

    assertThat(String.valueOf(flinkMetric(".step=S.n.sizes")))
        .contains("sum=10", "count=2", "min=4", "max=6");
    assertThat(flinkMetric(".step=S.n.level")).isEqualTo(9L);
  }

  @Test
  void anOperatorPublishesItsOwnStepsOnly() {
    TaskMetrics metrics = metrics();
    metrics().container("Other").getCounter(LINES).inc();

    metrics.publish();

    assertThat(flinkMetrics).isEmpty();
  }

  @Test
  void theEndOfABundleDoesNotPublishEachTime() {
    TaskMetrics metrics = metrics();
    metrics.container("S").getCounter(LINES).inc();

    metrics.bundleFinished();

    assertThat(flinkMetrics).as("within the first second").isEmpty();
  }

  @Test
  void addsWhatWasCountedElsewhere() {
    MetricsContainerStepMap elsewhere = new MetricsContainerStepMap();
    elsewhere.getContainer("Read").getCounter(LINES).inc(5);
    TaskMetrics metrics = metrics();
    metrics.container("Read").getCounter(LINES).inc(2);

    metrics.add(elsewhere);
    metrics.publish();

    assertThat(flinkMetric(".step=Read.my.Fn.lines")).isEqualTo(7L);
  }

  @Test
  void accumulatorsOfTasksAddUp() {
    MetricsAccumulator one = new MetricsAccumulator();
    one.getLocalValue().getContainer("S").getCounter(LINES).inc(1);
    MetricsAccumulator two = new MetricsAccumulator();
    two.getLocalValue().getContainer("S").getCounter(LINES).inc(2);

    MetricsAccumulator sum = one.clone();
    sum.merge(two);

    assertThat(counted(sum.getLocalValue(), "S")).isEqualTo(3);
    assertThat(counted(one.getLocalValue(), "S")).as("the one that was cloned").isEqualTo(1);
  }

  /** Notes gauges by the path of their groups. */
  private static final class Group extends UnregisteredMetricsGroup {
    private final String path;
    private final Map<String, Gauge<?>> gauges;

    Group(String path, Map<String, Gauge<?>> gauges) {
      this.path = path;
      this.gauges = gauges;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return new Group(path + "." + name, gauges);
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new Group(path + "." + key + "=" + value, gauges);
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      gauges.put(path + "." + name, gauge);
      return gauge;
    }
  }
}
