package org.penstock.runtime.source;

import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * What a reader counts: Beam's metrics, which go with the records to the next operator because a
 * reader can't publish accumulators, and the backlog, which is a metric of Flink's sources.
 */
final class ReaderMetrics {
  private final String step;
  private final SourceReaderMetricGroup group;
  private MetricsContainerStepMap counted = new MetricsContainerStepMap();
  private MetricsContainerImpl container;
  private boolean backlogKnown;
  private volatile long backlogBytes;

  ReaderMetrics(String step, SourceReaderMetricGroup group) {
    this.step = step;
    this.group = group;
    this.container = counted.getContainer(step);
  }

  /** Where user code counts; another one after each {@link #emit}. */
  MetricsContainerImpl container() {
    return container;
  }

  /** Adds what was counted elsewhere. */
  void add(MetricsContainerStepMap more) {
    counted.updateAll(more);
  }

  /** Emits what was counted since the last call, if anything was. */
  <T> void emit(ReaderOutput<SourceRecord<T>> output) {
    if (container.getUpdates().isEmpty()) {
      return;
    }
    MetricsContainerStepMap news = counted;
    counted = new MetricsContainerStepMap();
    container = counted.getContainer(step);
    output.collect(SourceRecord.ofMetrics(news));
  }

  /**
   * Refreshes the backlog that Flink shows. There is none until a source knows it: no number is
   * better than a wrong one.
   *
   * @param bytes the backlog, or negative if it is unknown, which counts as none if it was known
   */
  void backlog(long bytes) {
    backlogBytes = Math.max(0, bytes);
    if (bytes >= 0 && !backlogKnown) {
      backlogKnown = true;
      group.setPendingBytesGauge(() -> backlogBytes);
    }
  }
}
