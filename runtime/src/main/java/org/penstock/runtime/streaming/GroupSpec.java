package org.penstock.runtime.streaming;

import java.io.Serializable;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * A grouping by key and window, as it travels to the task.
 *
 * @param step the full name of the transform
 * @param keyCoder the coder of the keys
 * @param windowing the windowing of its input
 * @param trigger the windowing's trigger, from the pipeline's proto
 * @param reduceFn how the values of a window become the output
 */
public record GroupSpec<K, V, OutputT>(
    String step,
    Coder<K> keyCoder,
    WindowingStrategy<?, BoundedWindow> windowing,
    RunnerApi.Trigger trigger,
    ReduceFnFactory<K, V, OutputT> reduceFn)
    implements Serializable {

  /** How the values of a window become the output. */
  @FunctionalInterface
  public interface ReduceFnFactory<K, V, OutputT> extends Serializable {
    /** The function, made anew in each task. */
    SystemReduceFn<K, V, ?, OutputT, BoundedWindow> create();
  }

  /** The grouping of a PCollection. */
  @SuppressWarnings("unchecked") // windows are what the strategy's function assigned
  static <K, V, OutputT> GroupSpec<K, V, OutputT> of(
      String step,
      String pcollection,
      Coder<K> keyCoder,
      ReduceFnFactory<K, V, OutputT> reduceFn,
      StreamingGraph graph) {
    RunnerApi.Components proto = graph.context().components();
    String strategy = proto.getPcollectionsOrThrow(pcollection).getWindowingStrategyId();
    return new GroupSpec<>(
        step,
        keyCoder,
        (WindowingStrategy<?, BoundedWindow>) graph.components().windowingOf(pcollection),
        proto.getWindowingStrategiesOrThrow(strategy).getTrigger(),
        reduceFn);
  }
}
