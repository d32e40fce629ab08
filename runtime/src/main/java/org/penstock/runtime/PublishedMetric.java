package org.penstock.runtime;

import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.GaugeResult;
import org.apache.flink.metrics.Gauge;
import org.jspecify.annotations.Nullable;

/** The latest value of a Beam metric, as a Flink metric: a number where it is one, else text. */
final class PublishedMetric implements Gauge<Object> {
  private volatile Object value = 0L;

  void set(@Nullable Object latest) {
    if (latest instanceof GaugeResult gauge) {
      value = gauge.getValue();
    } else if (latest instanceof DistributionResult distribution) {
      value = distribution.toString();
    } else if (latest instanceof Number) {
      value = latest;
    } else {
      value = String.valueOf(latest);
    }
  }

  @Override
  public Object getValue() {
    return value;
  }
}
