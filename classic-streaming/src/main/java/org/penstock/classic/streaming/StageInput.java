package org.penstock.classic.streaming;

import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.classic.runtime.SideInputs;
import org.penstock.classic.runtime.StageSpec;
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
 * @param admission what its elements wait for
 * @param restrictions whether its elements are to be processed under their restrictions
 */
record StageInput(StageSpec spec, Admission admission, boolean restrictions)
    implements Serializable {

  /** Whether the stage may have work left when its input has ended. */
  boolean outlivesInput() {
    return restrictions || admission.waitsForCheckpoints();
  }

  /** The processor of a stage without keys. */
  <T> Processor<WindowedValue<T>> plain(WindowedValueCodec<T> codec, ProcessorContext context)
      throws Exception {
    return admission.plain(codec, panes -> stage(views(panes), codec, context), context);
  }

  private <T> Processor<WindowedValue<T>> stage(
      SideInputs views, WindowedValueCodec<T> codec, ProcessorContext context) throws Exception {
    if (!restrictions) {
      return new StageProcessor<>(spec, views, null, context);
    }
    KeptRestrictions<T> kept = new KeptRestrictions<>(codec, context);
    return new RestrictionProcessor<>(
        new StageProcessor<>(spec, views, new RestrictionTurns(kept), context), kept);
  }

  /** The processor of a stage with keys. */
  <K, V> Processor<KeyedElement<V>> keyed(
      Coder<K> keyCoder, WindowedValueCodec<V> codec, ProcessorContext context) throws Exception {
    return admission.keyed(
        codec,
        panes -> new KeyedStageProcessor<K, V>(spec, keyCoder, views(panes), context),
        context);
  }

  private SideInputs views(BroadcastPanes panes) {
    return spec.sideInputs().isEmpty() ? SideInputs.NONE : new PaneViews(panes);
  }
}
