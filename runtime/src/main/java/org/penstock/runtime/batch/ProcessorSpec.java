package org.penstock.runtime.batch;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.flink.util.OutputTag;

/**
 * What an operator needs in its task to host a processor.
 *
 * @param processor the processor to host
 * @param options the pipeline's options
 * @param sideOutputs the outputs behind the main one, in order
 */
record ProcessorSpec<InputT>(
    ProcessorFactory<InputT> processor,
    SerializablePipelineOptions options,
    List<OutputTag<?>> sideOutputs)
    implements Serializable {
  ProcessorSpec {
    sideOutputs = List.copyOf(sideOutputs);
  }
}
