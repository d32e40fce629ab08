package org.penstock.runtime.streaming;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * An operator, as it travels to its task.
 *
 * @param name the full name of the transform that it is for
 * @param processor makes what the operator does
 * @param options the pipeline's options
 * @param sideOutputs the outputs behind the main one
 * @param senders what sends elements of the outputs by key
 * @param keyedWindows the coder of the windows that keyed state is kept for; null where the input
 *     is not partitioned by key
 * @param sideInputs how many side inputs there are
 * @param checkpointing whether the job takes checkpoints
 * @param sources the sources that stay for the operator; null where none do
 * @param wires what it has to know in a job with test streams; null in all others
 */
record OperatorSpec<InputT>(
    String name,
    ProcessorFactory<InputT> processor,
    SerializablePipelineOptions options,
    List<OutputTag<?>> sideOutputs,
    Senders senders,
    @Nullable Coder<? extends BoundedWindow> keyedWindows,
    int sideInputs,
    boolean checkpointing,
    @Nullable SourcesStay sources,
    @Nullable TestWires wires)
    implements Serializable {
  OperatorSpec {
    sideOutputs = List.copyOf(sideOutputs);
  }
}
