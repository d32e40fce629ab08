package org.penstock.runtime;

import java.io.Serializable;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.flink.api.connector.source.SourceSplit;
import org.jspecify.annotations.Nullable;

/**
 * A part of a bounded source that one task reads.
 *
 * @param index the part's number within the source
 * @param source the part
 * @param metrics what user code counted while the source was split, on the first part only, else
 *     null: the enumerator has no way of its own to report metrics
 */
public record BoundedSplit<T>(
    int index, BoundedSource<T> source, @Nullable MetricsContainerStepMap metrics)
    implements SourceSplit, Serializable {

  @Override
  public String splitId() {
    return Integer.toString(index);
  }
}
