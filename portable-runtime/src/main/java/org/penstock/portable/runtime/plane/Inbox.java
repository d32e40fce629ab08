package org.penstock.portable.runtime.plane;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hands work from the threads of gRPC over to the thread of the task, in the order of arrival.
 *
 * <p>It has no limit of its own: outputs are limited by the flow control of the data stream, and
 * all else are answers, of which there are as many as requests.
 */
public final class Inbox {
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Runnable signal;
  private volatile boolean awaited;

  /**
   * @param signal called by any thread when there is work and nobody waits for it; asks the task's
   *     thread to call {@link #drain}, and returns at once
   */
  public Inbox(Runnable signal) {
    this.signal = signal;
  }

  /** Something for the task's thread to do. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  /** Adds work; called by any thread, never blocks. */
  public void post(Work work) {
    queue.add(work);
    if (!awaited && signalled.compareAndSet(false, true)) {
      signal.run();
    }
  }

  /** Ends {@link #await} if somebody is in it; there is nothing to do, but something may be new. */
  public void wake() {
    if (awaited) {
      queue.add(() -> {});
    }
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Does all that is there, without waiting. */
  public void drain() throws Exception {
    signalled.set(false);
    Work work;
    while ((work = queue.poll()) != null) {
      work.run();
    }
  }

  /** Waits until there is work, but no longer than given, and does it. */
  public void await(long milliseconds) throws Exception {
    awaited = true;
    @Nullable Work work;
    try {
      work = queue.poll(milliseconds, TimeUnit.MILLISECONDS);
    } finally {
      awaited = false;
    }
    if (work != null) {
      work.run();
    }
    drain();
  }

  /** Forgets all that was not done. */
  public void clear() {
    queue.clear();
  }
}
