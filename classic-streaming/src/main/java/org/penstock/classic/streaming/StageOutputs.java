package org.penstock.classic.streaming;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;
import org.penstock.classic.runtime.Receiver;

/** Joins a stage to the outputs of the operator that hosts it. */
final class StageOutputs {
  private StageOutputs() {}

  static List<Receiver<?>> of(ProcessorContext context) {
    List<Receiver<?>> receivers = new ArrayList<>();
    context.outputs().forEach(output -> receivers.add(receiver(output)));
    return receivers;
  }

  @SuppressWarnings("unchecked") // a stage's outputs carry the elements of PCollections
  private static Receiver<Object> receiver(Collector<?> output) {
    Collector<WindowedValue<Object>> collector = (Collector<WindowedValue<Object>>) output;
    return collector::collect;
  }
}
