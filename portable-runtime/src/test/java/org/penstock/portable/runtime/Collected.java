package org.penstock.portable.runtime;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * What has arrived at the end of a pipeline; its DoFns run in this JVM.
 *
 * @param <T> the elements
 */
final class Collected<T> extends DoFn<T, Void> {
  private static final Map<String, List<Object>> SEEN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  /** Collects an element. */
  @ProcessElement
  public void process(ProcessContext context) {
    SEEN.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>()).add(context.element());
  }

  List<Object> seen() {
    return SEEN.getOrDefault(id, List.of());
  }
}
