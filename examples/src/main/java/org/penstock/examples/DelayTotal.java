package org.penstock.examples;

import java.io.Serializable;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/**
 * What a set of delayed flights adds up to.
 *
 * @param flights how many
 * @param minutes the sum of their delays
 * @param longest the longest delay in minutes; the smallest integer if there is no flight
 */
@DefaultCoder(SerializableCoder.class)
record DelayTotal(long flights, long minutes, int longest) implements Serializable {
  static final DelayTotal NONE = new DelayTotal(0, 0, Integer.MIN_VALUE);

  DelayTotal plus(int delay) {
    return plus(new DelayTotal(1, delay, delay));
  }

  DelayTotal plus(DelayTotal other) {
    return new DelayTotal(
        flights + other.flights, minutes + other.minutes, Math.max(longest, other.longest));
  }

  /** Adds delays up, in any order and grouping. */
  static final class Of extends CombineFn<Integer, DelayTotal, DelayTotal> {
    private static final long serialVersionUID = 1L;

    @Override
    public DelayTotal createAccumulator() {
      return NONE;
    }

    @Override
    public DelayTotal addInput(DelayTotal total, Integer delay) {
      return total.plus(delay);
    }

    @Override
    public DelayTotal mergeAccumulators(Iterable<DelayTotal> totals) {
      DelayTotal merged = NONE;
      for (DelayTotal total : totals) {
        merged = merged.plus(total);
      }
      return merged;
    }

    @Override
    public DelayTotal extractOutput(DelayTotal total) {
      return total;
    }
  }
}
