package org.penstock.runtime;

import java.io.IOException;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.values.WindowingStrategy;

/** Gets Java coders and windowing strategies back out of a pipeline's proto. */
public final class PipelineComponents {
  private final RunnerApi.Components proto;
  private final RehydratedComponents rehydrated;

  private PipelineComponents(RunnerApi.Components proto) {
    this.proto = proto;
    this.rehydrated = RehydratedComponents.forComponents(proto);
  }

  /** The components of that proto; what was read once is kept. */
  public static PipelineComponents of(RunnerApi.Components proto) {
    return new PipelineComponents(proto);
  }

  /**
   * The coder of a PCollection.
   *
   * @throws IllegalArgumentException if the proto has no such PCollection, or its coder is broken
   */
  @SuppressWarnings("unchecked") // the proto says which elements a PCollection has
  public <T> Coder<T> coderOf(String pcollectionId) {
    return (Coder<T>) coder(pcollection(pcollectionId).getCoderId());
  }

  /**
   * The coder of that id.
   *
   * @throws IllegalArgumentException if the proto has no such coder, or it is broken
   */
  public Coder<?> coder(String coderId) {
    try {
      return rehydrated.getCoder(coderId);
    } catch (IOException e) {
      throw new IllegalArgumentException("Coder " + coderId + " of the pipeline cannot be read", e);
    }
  }

  /**
   * The windowing strategy of a PCollection.
   *
   * @throws IllegalArgumentException if the proto has no such PCollection, or its windowing is
   *     broken
   */
  public WindowingStrategy<?, ?> windowingOf(String pcollectionId) {
    String id = pcollection(pcollectionId).getWindowingStrategyId();
    try {
      // Beam reads all of the proto but whether windows are merged already.
      boolean merged =
          proto.getWindowingStrategiesOrThrow(id).getMergeStatus()
              == RunnerApi.MergeStatus.Enum.ALREADY_MERGED;
      return rehydrated.getWindowingStrategy(id).withAlreadyMerged(merged);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Windowing strategy " + id + " of the pipeline cannot be read", e);
    }
  }

  /** Flink's type for a PCollection. */
  public <T> WindowedValueTypeInfo<T> typeOf(String pcollectionId) {
    return new WindowedValueTypeInfo<>(
        this.<T>coderOf(pcollectionId), windowCoderOf(pcollectionId));
  }

  /** The coder of the windows of a PCollection. */
  public Coder<? extends BoundedWindow> windowCoderOf(String pcollectionId) {
    return windowingOf(pcollectionId).getWindowFn().windowCoder();
  }

  private RunnerApi.PCollection pcollection(String id) {
    RunnerApi.PCollection pcollection = proto.getPcollectionsMap().get(id);
    if (pcollection == null) {
      throw new IllegalArgumentException("The pipeline has no PCollection " + id);
    }
    return pcollection;
  }
}
