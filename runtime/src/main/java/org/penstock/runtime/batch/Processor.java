package org.penstock.runtime.batch;

/**
 * What an operator does with its main input. Used by the task's thread alone; side inputs are
 * complete before the first element comes.
 */
public interface Processor<InputT> {
  /** Takes an element. */
  void process(InputT element) throws Exception;

  /** Is told, once, that there are no more elements. */
  void endInput() throws Exception;

  /** Lets everything go, after a failure as well. */
  void close() throws Exception;
}
