package org.penstock.portable.runtime;

import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeBoundedTrie;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeInt64Counter;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeInt64Distribution;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeInt64Gauge;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeStringSet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.runners.core.metrics.DistributionData;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.Labels;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.TypeUrns;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.runtime.TaskMetrics;

/**
 * Adds what the user's code has counted in a bundle to the metrics of the task, of a long bundle
 * while it is open.
 *
 * <p>Beam's own way in, {@code MetricsContainerImpl.update}, files the metrics under names that
 * carry the id of the transform and are equal to no name that Java code counts under.
 */
final class StageMetrics {
  private static final String USER = "beam:metric:user:";

  private final PortableStageSpec spec;
  private final TaskMetrics metrics;
  private final Map<Counted, Object> soFar = new HashMap<>();

  StageMetrics(PortableStageSpec spec, TaskMetrics metrics) {
    this.spec = spec;
    this.metrics = metrics;
  }

  /** A metric of a transform. */
  private record Counted(String transform, String type, MetricName name) {}

  /** Takes what a bundle has counted that is not complete yet. */
  void progress(List<MonitoringInfo> infos) {
    take(infos, true);
    metrics.publish();
  }

  /** Takes the counts of a bundle that is complete; each bundle counts from zero. */
  void add(List<MonitoringInfo> infos) {
    take(infos, false);
    soFar.clear();
  }

  private void take(List<MonitoringInfo> infos, boolean more) {
    for (MonitoringInfo info : infos) {
      String transform = info.getLabelsOrDefault(Labels.PTRANSFORM, "");
      if (info.getUrn().startsWith(USER)
          && !info.getPayload().isEmpty()
          && spec.parsed().getTransformsList().contains(transform)) {
        MetricName name =
            MetricName.named(
                info.getLabelsOrDefault(Labels.NAMESPACE, ""),
                info.getLabelsOrDefault(Labels.NAME, info.getUrn()));
        take(
            new Counted(transform, info.getType(), name),
            info.getPayload(),
            metrics.container(spec.transform(transform).getUniqueName()),
            more);
      }
    }
  }

  private void take(
      Counted counted, ByteString payload, MetricsContainerImpl container, boolean more) {
    MetricName name = counted.name();
    switch (counted.type()) {
      case TypeUrns.SUM_INT64_TYPE -> {
        long count = decodeInt64Counter(payload);
        container.getCounter(name).inc(count - (Long) before(counted, 0L, count, more));
      }
      case TypeUrns.DISTRIBUTION_INT64_TYPE -> {
        DistributionData data = decodeInt64Distribution(payload);
        var before = (DistributionData) before(counted, DistributionData.EMPTY, data, more);
        if (data.count() > before.count()) {
          container
              .getDistribution(name)
              .update(
                  data.sum() - before.sum(), data.count() - before.count(), data.min(), data.max());
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

  /** What of the open bundle is counted already. */
  private Object before(Counted counted, Object none, Object now, boolean more) {
    Object before = soFar.getOrDefault(counted, none);
    if (more) {
      soFar.put(counted, now);
    }
    return before;
  }
}
