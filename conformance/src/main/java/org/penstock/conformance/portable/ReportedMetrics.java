package org.penstock.conformance.portable;

import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeBoundedTrie;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeInt64Counter;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeInt64Distribution;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeInt64Gauge;
import static org.apache.beam.runners.core.metrics.MonitoringInfoEncodings.decodeStringSet;

import java.util.List;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.runners.core.metrics.DistributionData;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.Labels;
import org.apache.beam.runners.core.metrics.MonitoringInfoConstants.TypeUrns;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/** The metrics of user code in the answer of the Job API, as Java programs ask for them. */
final class ReportedMetrics {
  private static final String USER = "beam:metric:user:";

  private ReportedMetrics() {}

  static MetricResults of(List<MonitoringInfo> attempted, List<MonitoringInfo> committed) {
    return MetricsContainerStepMap.asMetricResults(steps(attempted), steps(committed));
  }

  private static MetricsContainerStepMap steps(List<MonitoringInfo> infos) {
    MetricsContainerStepMap steps = new MetricsContainerStepMap();
    for (MonitoringInfo info : infos) {
      if (info.getUrn().startsWith(USER)) {
        add(info, steps.getContainer(info.getLabelsOrDefault(Labels.PTRANSFORM, "")));
      }
    }
    return steps;
  }

  private static void add(MonitoringInfo info, MetricsContainerImpl container) {
    MetricName name =
        MetricName.named(
            info.getLabelsOrDefault(Labels.NAMESPACE, ""),
            info.getLabelsOrDefault(Labels.NAME, ""));
    ByteString payload = info.getPayload();
    switch (info.getType()) {
      case TypeUrns.SUM_INT64_TYPE -> container.getCounter(name).inc(decodeInt64Counter(payload));
      case TypeUrns.DISTRIBUTION_INT64_TYPE -> {
        DistributionData data = decodeInt64Distribution(payload);
        container.getDistribution(name).update(data.sum(), data.count(), data.min(), data.max());
      }
      case TypeUrns.LATEST_INT64_TYPE ->
          container.getGauge(name).set(decodeInt64Gauge(payload).value());
      case TypeUrns.SET_STRING_TYPE ->
          container
              .getStringSet(name)
              .add(decodeStringSet(payload).stringSet().toArray(String[]::new));
      case TypeUrns.BOUNDED_TRIE_TYPE ->
          container.getBoundedTrie(name).update(decodeBoundedTrie(payload));
      default -> throw new IllegalArgumentException("A metric of an unknown kind: " + info);
    }
  }
}
