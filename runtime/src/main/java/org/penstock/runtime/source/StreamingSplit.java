package org.penstock.runtime.source;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/**
 * A part of a source and how far it was read. The part is kept in its serialized form: a checkpoint
 * writes it again and again, and only a reader needs the object.
 */
public final class StreamingSplit implements SourceSplit {
  private final int index;
  private final byte[] source;
  private final byte @Nullable [] progress;
  private final @Nullable MetricsContainerStepMap metrics;

  /**
   * @param index the part's number within the source
   * @param source the part, serialized
   * @param progress what the kind of source needs to go on, or null to read from the start
   * @param metrics what user code counted while the source was split, on one part only, else null:
   *     the enumerator has no way of its own to report metrics
   */
  StreamingSplit(
      int index,
      byte[] source,
      byte @Nullable [] progress,
      @Nullable MetricsContainerStepMap metrics) {
    this.index = index;
    this.source = source;
    this.progress = progress;
    this.metrics = metrics;
  }

  int index() {
    return index;
  }

  byte[] source() {
    return source;
  }

  byte @Nullable [] progress() {
    return progress;
  }

  @Nullable MetricsContainerStepMap metrics() {
    return metrics;
  }

  /** This part, read up to there. */
  StreamingSplit at(byte @Nullable [] newProgress) {
    return new StreamingSplit(index, source, newProgress, metrics);
  }

  /** This part, once its metrics were taken over. */
  StreamingSplit withoutMetrics() {
    return metrics == null ? this : new StreamingSplit(index, source, progress, null);
  }

  @Override
  public String splitId() {
    return Integer.toString(index);
  }

  @Override
  public String toString() {
    return "split " + index + (progress == null ? " (unread)" : "");
  }
}
