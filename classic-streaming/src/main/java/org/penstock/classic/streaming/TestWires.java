package org.penstock.classic.streaming;

import java.io.Serializable;
import java.util.List;

/**
 * What an operator has to know in a job with test streams.
 *
 * @param job the job
 * @param consumers who reads its outputs
 * @param counted of each input, whether its producer counts what it sends
 * @param boundedRead whether the input is a bounded source
 */
record TestWires(TestJob job, Consumers consumers, List<Boolean> counted, boolean boundedRead)
    implements Serializable {
  TestWires {
    counted = List.copyOf(counted);
  }
}
