package org.penstock.runtime.sort;

import java.io.InterruptedIOException;

/** Ends long work when its task is cancelled: Flink then interrupts the thread. */
final class Cancellation {

  private Cancellation() {}

  /** Throws if the thread was interrupted, and leaves the mark set for those further up. */
  static void check() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("The thread was interrupted while it sorted records.");
    }
  }
}
