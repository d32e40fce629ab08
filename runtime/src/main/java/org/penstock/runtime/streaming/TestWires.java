package org.penstock.runtime.streaming;

import java.io.Serializable;
import java.util.List;

/**
 * What an operator has to know in a job with test streams.
 *
 * @param job the job
 * @param consumers who reads its outputs
 * @param producers of each input the number of its producer, {@link #UNCOUNTED} if that one does
 *     not count what it sends
 * @param boundedRead whether the input is a bounded source
 */
record TestWires(TestJob job, Consumers consumers, List<Integer> producers, boolean boundedRead)
    implements Serializable {
  /** Stands for a producer that does not count. */
  static final int UNCOUNTED = -1;

  TestWires {
    producers = List.copyOf(producers);
  }
}
