package org.penstock.portable.runtime.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;

/** The outputs of an operator by the PCollections that a worker names. For the task's thread. */
public final class WorkerOutputs {
  private final Map<String, Collector<WindowedValue<?>>> collectors = new HashMap<>();

  /**
   * @param pcollections the PCollections of the outputs
   * @param outputs the outputs, in the same order
   */
  @SuppressWarnings("unchecked") // the translator gave the operator outputs of just these
  public WorkerOutputs(List<String> pcollections, List<Collector<?>> outputs) {
    for (int i = 0; i < pcollections.size(); i++) {
      collectors.put(pcollections.get(i), (Collector<WindowedValue<?>>) outputs.get(i));
    }
  }

  /**
   * Puts out a value.
   *
   * @throws IllegalStateException if the operator has no such output
   */
  public void collect(String pcollection, WindowedValue<?> value) {
    Collector<WindowedValue<?>> output = collectors.get(pcollection);
    if (output == null) {
      throw new IllegalStateException(
          "The operator has no output " + pcollection + "; it has " + collectors.keySet());
    }
    output.collect(value);
  }
}
