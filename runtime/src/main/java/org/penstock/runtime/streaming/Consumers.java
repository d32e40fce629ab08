package org.penstock.runtime.streaming;

import java.io.Serializable;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** How many operators read each output of one operator. Translation counts them. */
final class Consumers implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int producer;
  private final HashMap<@Nullable String, Integer> byOutput = new HashMap<>();
  private int all;

  /**
   * None so far.
   *
   * @param producer tells the operator from any other of the job
   */
  Consumers(int producer) {
    this.producer = producer;
  }

  /** The number of the operator. */
  int producer() {
    return producer;
  }

  /** One more of that output: the id of its tag, null for the main one. */
  void add(@Nullable String output) {
    byOutput.merge(output, 1, Integer::sum);
    all++;
  }

  /** How many read that output. */
  int of(@Nullable String output) {
    return byOutput.getOrDefault(output, 0);
  }

  /** How many there are of all outputs together, each of which gets every watermark. */
  int all() {
    return all;
  }
}
