package org.penstock.runtime.batch;

import java.io.Serializable;

/** A processor, as it travels to the task. */
@FunctionalInterface
public interface ProcessorFactory<InputT> extends Serializable {
  /** Makes the processor in its task. */
  Processor<InputT> create(ProcessorContext context) throws Exception;
}
