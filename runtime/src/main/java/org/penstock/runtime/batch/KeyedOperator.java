package org.penstock.runtime.batch;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * What an operator that gets its input key by key is and does.
 *
 * @param name as Flink shows it
 * @param processor what to do with each key
 * @param output the type of the main output
 * @param sideOutputs the outputs behind the main one
 */
public record KeyedOperator<K, V, OutputT>(
    String name,
    KeyedProcessor.Factory<K, V> processor,
    TypeInformation<OutputT> output,
    List<OutputTag<?>> sideOutputs) {
  /** Copies the list. */
  public KeyedOperator {
    sideOutputs = List.copyOf(sideOutputs);
  }
}
