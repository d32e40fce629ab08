package org.penstock.classic.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.penstock.classic.runtime.KeyedRuntime;
import org.penstock.classic.runtime.Receiver;
import org.penstock.classic.runtime.StageRuntime;

/** Joins a stage to the operator that hosts it. */
final class StageOutputs {
  private StageOutputs() {}

  static StageRuntime runtime(ProcessorContext context, @Nullable KeyedRuntime keyed) {
    List<Receiver<?>> receivers = new ArrayList<>();
    context.outputs().forEach(output -> receivers.add(receiver(output)));
    return new StageRuntime(
        context.options(), context.metrics(), receivers, context.sideInputs(), keyed);
  }

  @SuppressWarnings("unchecked") // a stage's outputs carry the elements of PCollections
  private static Receiver<Object> receiver(Collector<?> output) {
    Collector<WindowedValue<Object>> collector = (Collector<WindowedValue<Object>>) output;
    return collector::collect;
  }
}
