package org.penstock.runtime.source;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/** The task of a reader: counts requests for splits, and keeps gauges. */
final class FakeTask implements SourceReaderContext {
  private int requests;
  private final Map<String, Gauge<?>> gauges = new HashMap<>();
  private final SourceReaderMetricGroup group =
      InternalSourceReaderMetricGroup.mock(
          new UnregisteredMetricsGroup() {
            @Override
            public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
              gauges.put(name, gauge);
              return gauge;
            }
          });

  int requests() {
    return requests;
  }

  Map<String, Gauge<?>> gauges() {
    return gauges;
  }

  @Override
  public void sendSplitRequest() {
    requests++;
  }

  @Override
  public SourceReaderMetricGroup metricGroup() {
    return group;
  }

  @Override
  public Configuration getConfiguration() {
    return new Configuration();
  }

  @Override
  public String getLocalHostName() {
    return "here";
  }

  @Override
  public int getIndexOfSubtask() {
    return 0;
  }

  @Override
  public void sendSourceEventToCoordinator(SourceEvent event) {
    throw new UnsupportedOperationException("No events here");
  }

  @Override
  public UserCodeClassLoader getUserCodeClassLoader() {
    throw new UnsupportedOperationException("No user code here");
  }
}
