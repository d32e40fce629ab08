package org.penstock.portable.runtime;

import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeBoundedTrie;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeInt64Counter;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeInt64Distribution;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeInt64Gauge;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeStringSet;

import java.util.List;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.Labels;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.TypeUrns;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.runtime.TaskMetrics;

/**
 * Adds what the user's code has counted in a bundle to the metrics of the task.
 *
 * <p>Beam's own way in, {@code MetricsContainerImpl.update}, files the metrics under names that
 * carry the id of the transform and are equal to no name that Java code counts under.
 */
final class StageMetrics {
  private static final String USER = "beam:metric:user:";

  private final PortableStageSpec spec;
  private final TaskMetrics metrics;

  StageMetrics(PortableStageSpec spec, TaskMetrics metrics) {
    this.spec = spec;
    this.metrics = metrics;
  }

  /** Takes the counts of a bundle that is complete; each bundle counts from zero. */
  void add(List<MonitoringInfo> infos) {
    for (MonitoringInfo info : infos) {
      String transform = info.getLabelsOrDefault(Labels.PTRANSFORM, "");
      if (info.getUrn().startsWith(USER)
          && !info.getPayload().isEmpty()
          && spec.parsed().getTransformsList().contains(transform)) {
        add(info, metrics.container(spec.transform(transform).getUniqueName()));
      }
    }
  }

  private static void add(MonitoringInfo info, MetricsContainerImpl container) {
    MetricName name =
        MetricName.named(
            info.getLabelsOrDefault(Labels.NAMESPACE, ""),
            info.getLabelsOrDefault(Labels.NAME, info.getUrn()));
    ByteString payload = info.getPayload();
    switch (info.getType()) {
      case TypeUrns.SUM_INT64_TYPE -> container.getCounter(name).inc(decodeInt64Counter(payload));
      case TypeUrns.DISTRIBUTION_INT64_TYPE -> {
        var data = decodeInt64Distribution(payload);
        if (data.count() > 0) {
          container.getDistribution(name).update(data.sum(), data.count(), data.min(), data.max());
        }
      }
      case TypeUrns.LATEST_INT64_TYPE ->
          container.getGauge(name).set(decodeInt64Gauge(payload).value());
      case TypeUrns.SET_STRING_TYPE ->
          container
              .getStringSet(name)
              .add(decodeStringSet(payload).stringSet().toArray(String[]::new));
      case TypeUrns.BOUNDED_TRIE_TYPE ->
          container.getBoundedTrie(name).update(decodeBoundedTrie(payload));
      // Of other kinds, such as sums of floating point numbers, Beam has no metric in Java.
      default -> {}
    }
  }
}
