package org.penstock.portable.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.beam.sdk.transforms.DoFn;

/** Keeps the elements where the test finds them, by the name of the run. */
final class Sink<T> extends DoFn<T, Void> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, List<Object>> ELEMENTS = new ConcurrentHashMap<>();

  private final String run;

  Sink(String run) {
    this.run = run;
    ELEMENTS.put(run, new CopyOnWriteArrayList<>());
  }

  static List<Object> elements(String run) {
    return ELEMENTS.getOrDefault(run, List.of());
  }

  @ProcessElement
  public void process(@Element T element) {
    elements(run).add(element);
  }

  /** Waits until it is so, a minute at most. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }
}
