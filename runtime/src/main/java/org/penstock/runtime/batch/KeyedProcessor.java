package org.penstock.runtime.batch;

import java.io.Serializable;

/**
 * What an operator does with key-value pairs that come key by key, such as a stage with state or
 * timers. Used by the task's thread alone, once all input is there; side inputs are complete.
 */
public interface KeyedProcessor<K, V> {
  /**
   * Takes one key and all its elements, which can be read once, while this call lasts. No key comes
   * twice.
   */
  void processKey(KeyedElements<K, V> elements) throws Exception;

  /** Is told, once, that there are no more keys; also where there was none. */
  void endInput() throws Exception;

  /** Lets everything go, after a failure as well. */
  void close() throws Exception;

  /** A processor, as it travels to the task. */
  @FunctionalInterface
  interface Factory<K, V> extends Serializable {
    /** Makes the processor in its task. */
    KeyedProcessor<K, V> create(ProcessorContext context) throws Exception;
  }
}
