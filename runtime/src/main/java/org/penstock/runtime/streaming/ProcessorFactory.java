package org.penstock.runtime.streaming;

import java.io.Serializable;

/** Makes a processor in its task; what travels there. */
@FunctionalInterface
public interface ProcessorFactory<InputT> extends Serializable {
  /**
   * Makes it; state from a checkpoint is there already.
   *
   * @throws Exception fails the task
   */
  Processor<InputT> create(ProcessorContext context) throws Exception;
}
