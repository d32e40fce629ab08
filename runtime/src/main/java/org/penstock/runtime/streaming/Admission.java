package org.penstock.runtime.streaming;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.spi.Stage;

/**
 * What the elements of a stage wait for before the stage processes them, as it travels to the task:
 * the windows of side inputs that its root reads, and a checkpoint where the root requires stable
 * input.
 */
public final class Admission implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<SideInputSpec> sideInputs;
  private final List<AwaitedSideInput> awaited;
  private final boolean stable;

  private Admission(
      List<SideInputSpec> sideInputs, List<AwaitedSideInput> awaited, boolean stable) {
    this.sideInputs = List.copyOf(sideInputs);
    this.awaited = List.copyOf(awaited);
    this.stable = stable;
  }

  /**
   * What the elements of that stage wait for.
   *
   * @param sideInputs the ids of the PCollections that the stage reads as side inputs, each once,
   *     in the order in which the operator has them as inputs
   * @param awaited which of them an element waits for, and in which window
   */
  public static Admission of(
      Stage stage, List<String> sideInputs, List<AwaitedSideInput> awaited, StreamingGraph graph) {
    PipelineComponents components = graph.components();
    Duration lateness = components.windowingOf(stage.input()).getAllowedLateness();
    List<SideInputSpec> specs = new ArrayList<>();
    for (int i = 0; i < sideInputs.size(); i++) {
      String id = sideInputs.get(i);
      WindowingStrategy<?, ?> windowing = components.windowingOf(id);
      specs.add(
          new SideInputSpec(
              id,
              SideInputPanes.codec(id, components),
              windowing,
              lookback(i, awaited).plus(lateness)));
    }
    boolean stable = Nodes.parDo(stage.root()).getRequiresStableInput() && graph.checkpointing();
    return new Admission(specs, awaited, stable);
  }

  private static Duration lookback(int sideInput, List<AwaitedSideInput> awaited) {
    Duration longest = Duration.ZERO;
    for (AwaitedSideInput one : awaited) {
      if (one.sideInput() == sideInput && one.lookback().isLongerThan(longest)) {
        longest = one.lookback();
      }
    }
    return longest;
  }

  /** Whether elements wait for a checkpoint: the operator may then outlive its input. */
  public boolean waitsForCheckpoints() {
    return stable;
  }

  /**
   * Makes what processes elements that need not wait any more.
   *
   * @param <InputT> the elements with what the operator knows of each
   */
  @FunctionalInterface
  public interface StageMaker<InputT> {
    /**
     * Makes it, in its task.
     *
     * @param panes the side inputs; of an element that is processed all windows are there that it
     *     has waited for
     * @throws Exception fails the task
     */
    Processor<InputT> make(BroadcastPanes panes) throws Exception;
  }

  /**
   * The processor of a stage without keys, in its task.
   *
   * @param codec how elements are written that wait
   * @param stage called once, at once
   * @throws Exception if the stage cannot be made, or the state that was restored cannot be read
   */
  public <T> Processor<WindowedValue<T>> plain(
      WindowedValueCodec<T> codec, StageMaker<WindowedValue<T>> stage, ProcessorContext context)
      throws Exception {
    return waiting(
        stage, name -> new UnkeyedShape<>(name, codec, context.operatorState()), context);
  }

  /**
   * The processor of a stage with keys, in its task.
   *
   * @param codec how elements are written that wait, without their keys
   * @param stage called once, at once
   * @throws Exception if the stage cannot be made, or the state that was restored cannot be read
   */
  public <V> Processor<KeyedElement<V>> keyed(
      WindowedValueCodec<V> codec, StageMaker<KeyedElement<V>> stage, ProcessorContext context)
      throws Exception {
    return waiting(stage, name -> new KeyedShape<>(name, codec, context.keyedState()), context);
  }

  private interface ShapeMaker<InputT> {
    WaitingElements.Shape<InputT> make(String name) throws Exception;
  }

  private <InputT> Processor<InputT> waiting(
      StageMaker<InputT> stage, ShapeMaker<InputT> shape, ProcessorContext context)
      throws Exception {
    BroadcastPanes panes = new BroadcastPanes(sideInputs, context.operatorState());
    Processor<InputT> processor = stage.make(panes);
    if (!sideInputs.isEmpty()) {
      processor =
          new WaitForSideInputs<>(
              processor,
              panes,
              awaited,
              new WaitingElements<>(shape.make("waiting for side inputs")));
    }
    return stable
        ? new StableInput<>(
            processor, new WaitingElements<>(shape.make("waiting for a checkpoint")))
        : processor;
  }
}
