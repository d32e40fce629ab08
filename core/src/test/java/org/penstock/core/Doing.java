package org.penstock.core;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;

/** DoFns that the tiny path can run. */
final class Doing {
  private Doing() {}

  /** Makes the numbers below a limit, and counts them. */
  static final class Numbers extends DoFn<byte[], Integer> {
    private static final long serialVersionUID = 1L;

    private final int limit;
    private final Counter made = Metrics.counter("test", "made");

    Numbers(int limit) {
      this.limit = limit;
    }

    @ProcessElement
    public void process(@Element byte[] impulse, OutputReceiver<Integer> out) {
      for (int i = 0; i < limit; i++) {
        made.inc();
        out.output(i);
      }
    }
  }

  /** Fails with what it is told to. */
  static final class Failing extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    private final boolean assertion;

    Failing(boolean assertion) {
      this.assertion = assertion;
    }

    @ProcessElement
    public void process(@Element Integer value) {
      if (assertion) {
        throw new AssertionError("not " + value);
      }
      throw new IllegalStateException("cannot do " + value);
    }
  }

  /** Sleeps until the job is cancelled. */
  static final class Sleeping extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Integer value) throws InterruptedException {
      Thread.sleep(600_000);
    }
  }
}
