package org.penstock.classic.streaming;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.classic.runtime.SideInputs;
import org.penstock.classic.runtime.StageSpec;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.WindowedValueCodec;

/**
 * A stage with what may keep its elements waiting, as it travels to the task.
 *
 * @param spec the stage
 * @param sideInputs its side inputs, in the order of {@link StageSpec#sideInputs()}
 * @param stable whether its elements wait for a checkpoint
 * @param restrictions whether its elements are to be processed under their restrictions
 */
record StageInput(
    StageSpec spec, List<SideInputSpec> sideInputs, boolean stable, boolean restrictions)
    implements Serializable {
  StageInput {
    sideInputs = List.copyOf(sideInputs);
  }

  /** The processor of a stage without keys. */
  <T> Processor<WindowedValue<T>> plain(WindowedValueCodec<T> codec, ProcessorContext context)
      throws Exception {
    return waiting(
        views -> stage(views, codec, context),
        name -> new UnkeyedShape<>(name, codec, context.operatorState()),
        context);
  }

  private <T> Processor<WindowedValue<T>> stage(
      SideInputs views, WindowedValueCodec<T> codec, ProcessorContext context) throws Exception {
    if (!restrictions) {
      return new StageProcessor<>(spec, views, null, context);
    }
    KeptRestrictions<T> kept = new KeptRestrictions<>(codec, context);
    return new RestrictionProcessor<>(new StageProcessor<>(spec, views, kept, context), kept);
  }

  /** The processor of a stage with keys. */
  <K, V> Processor<KeyedElement<V>> keyed(
      Coder<K> keyCoder, WindowedValueCodec<V> codec, ProcessorContext context) throws Exception {
    return waiting(
        views -> new KeyedStageProcessor<K, V>(spec, keyCoder, views, context),
        name -> new KeyedShape<>(name, codec, context.keyedState()),
        context);
  }

  private interface StageMaker<InputT> {
    Processor<InputT> make(SideInputs sideInputs) throws Exception;
  }

  private interface ShapeMaker<InputT> {
    WaitingElements.Shape<InputT> make(String name) throws Exception;
  }

  private <InputT> Processor<InputT> waiting(
      StageMaker<InputT> stage, ShapeMaker<InputT> shape, ProcessorContext context)
      throws Exception {
    Processor<InputT> processor;
    if (sideInputs.isEmpty()) {
      processor = stage.make(SideInputs.NONE);
    } else {
      BroadcastSideInputs views = new BroadcastSideInputs(sideInputs, context.operatorState());
      processor =
          new WaitForSideInputs<>(
              stage.make(views),
              views,
              spec.rootViews(),
              new WaitingElements<>(shape.make("waiting for side inputs")));
    }
    return stable
        ? new StableInput<>(
            processor, new WaitingElements<>(shape.make("waiting for a checkpoint")))
        : processor;
  }
}
