package org.penstock.portable.runtime.worker;

import java.util.concurrent.atomic.AtomicBoolean;

/** A stage's use of a worker. */
public final class WorkerLease implements AutoCloseable {
  private final Worker worker;
  private final Runnable giveBack;
  private final AtomicBoolean closed = new AtomicBoolean();

  WorkerLease(Worker worker, Runnable giveBack) {
    this.worker = worker;
    this.giveBack = giveBack;
  }

  /** The worker. */
  public Worker worker() {
    return worker;
  }

  /** Gives the worker back. Closing twice does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.run();
    }
  }
}
