package org.penstock.classic.streaming;

import java.io.Serializable;

/** Makes a processor in its task; what travels there. */
@FunctionalInterface
interface ProcessorFactory<InputT> extends Serializable {
  /** Makes it; state from a checkpoint is there already. */
  Processor<InputT> create(ProcessorContext context) throws Exception;
}
