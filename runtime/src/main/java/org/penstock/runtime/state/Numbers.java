package org.penstock.runtime.state;

/**
 * Numbers the values that share a key of a map, from 0 on without a gap: they are added one by one
 * and removed together. So nothing has to be kept but the values themselves.
 */
final class Numbers {
  private Numbers() {}

  /** Tells whether there is a value of that number. */
  @FunctionalInterface
  interface Taken {
    boolean test(int number) throws Exception;
  }

  /** The lowest number that is not taken, in a logarithmic number of questions. */
  static int firstFree(Taken taken) throws Exception {
    if (!taken.test(0)) {
      return 0;
    }
    int low = 0;
    int high = 1;
    while (taken.test(high)) {
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (taken.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
