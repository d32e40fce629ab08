package org.penstock.runtime.source;

import java.util.Objects;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/**
 * What a source emits: an element, or news of the metrics that its code counted, which only an
 * operator can publish.
 *
 * <p>A reader uses one object for all of its elements: it is valid only while the next operator
 * processes it. The values in it are not used again.
 */
public final class SourceRecord<T> {
  private @Nullable WindowedValue<T> element;
  private byte @Nullable [] recordId;
  private @Nullable MetricsContainerStepMap metrics;

  SourceRecord() {}

  static <T> SourceRecord<T> ofElement(WindowedValue<T> element, byte @Nullable [] recordId) {
    SourceRecord<T> record = new SourceRecord<>();
    record.set(element, recordId);
    return record;
  }

  static <T> SourceRecord<T> ofMetrics(MetricsContainerStepMap metrics) {
    SourceRecord<T> record = new SourceRecord<>();
    record.metrics = metrics;
    return record;
  }

  void set(WindowedValue<T> newElement, byte @Nullable [] newRecordId) {
    element = newElement;
    recordId = newRecordId;
  }

  /** Whether this is an element; else it is metrics. */
  public boolean isElement() {
    return element != null;
  }

  /**
   * The element, in the global window.
   *
   * @throws NullPointerException if this is not an element
   */
  public WindowedValue<T> element() {
    return Objects.requireNonNull(element, "This record of a source is metrics, not an element");
  }

  /** The element's id, by which a second one is told; null if the source needs no such ids. */
  public byte @Nullable [] recordId() {
    return recordId;
  }

  /**
   * What was counted since the last such record; to be added to the task's metrics.
   *
   * @throws NullPointerException if this is an element
   */
  public MetricsContainerStepMap metrics() {
    return Objects.requireNonNull(metrics, "This record of a source is an element, not metrics");
  }
}
