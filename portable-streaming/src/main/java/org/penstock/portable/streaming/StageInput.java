package org.penstock.portable.streaming;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.portable.runtime.SideInputReader;
import org.penstock.portable.runtime.host.WindowExpiration;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.streaming.Admission;
import org.penstock.runtime.streaming.BroadcastPanes;
import org.penstock.runtime.streaming.KeptRestrictions;
import org.penstock.runtime.streaming.Processor;
import org.penstock.runtime.streaming.ProcessorContext;
import org.penstock.runtime.streaming.RestrictionProcessor;

/**
 * A stage with what may keep its elements waiting, as it travels to the task.
 *
 * @param spec the stage
 * @param sideInputs the ids of the PCollections that it reads as side inputs, each once, in the
 *     order of the operator's inputs
 * @param admission what its elements wait for
 * @param awaitsProcessingTime whether it may set timers of processing time
 */
record StageInput(
    PortableStageSpec spec,
    List<String> sideInputs,
    Admission admission,
    boolean awaitsProcessingTime)
    implements Serializable {
  StageInput {
    sideInputs = List.copyOf(sideInputs);
  }

  /** Whether the stage may have work left when its input has ended. */
  boolean outlivesInput() {
    return spec.splittable() || awaitsProcessingTime || admission.waitsForCheckpoints();
  }

  /** The processor of a stage without keys. */
  <T> Processor<WindowedValue<T>> plain(WindowedValueCodec<T> codec, ProcessorContext context)
      throws Exception {
    return admission.plain(codec, panes -> stage(reader(panes), codec, context), context);
  }

  private <T> Processor<WindowedValue<T>> stage(
      SideInputReader reader, WindowedValueCodec<T> codec, ProcessorContext context)
      throws Exception {
    StageHost host = StageHost.of(spec, reader, context);
    if (!spec.splittable()) {
      return new StageProcessor<>(host.open(spec));
    }
    KeptRestrictions<T> kept = new KeptRestrictions<>(codec, context);
    return new RestrictionProcessor<>(new SplittableStage<>(spec, host, kept), kept);
  }

  /** The processor of a stage with keys. */
  <K, V> Processor<KeyedElement<V>> keyed(
      Coder<K> keyCoder, WindowedValueCodec<V> codec, WindowEnds ends, ProcessorContext context)
      throws Exception {
    return admission.keyed(
        codec,
        panes -> {
          StageHost host = StageHost.of(spec, reader(panes), context);
          KeyedWindows windows =
              new KeyedWindows(ends, WindowExpiration.of(spec).orElse(null), host.keyed(), context);
          SortBuffer<V> sorting =
              ends.sorted() ? new SortBuffer<>(ends, codec, context.keyedState()) : null;
          return new KeyedStageProcessor<K, V>(
              host.open(spec), keyCoder, windows, sorting, context);
        },
        context);
  }

  private SideInputReader reader(BroadcastPanes panes) {
    return sideInputs.isEmpty()
        ? SideInputReader.none()
        : new PaneReader(sideInputs, spec.components(), panes);
  }
}
