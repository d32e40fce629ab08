package org.penstock.portable.runtime.worker;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has something done at the end of the JVM while there are workers. Without any it holds no hook,
 * which would hold the class loader of a job for ever. Safe for use by several threads.
 */
final class JvmEnd {
  private final Closing closing;
  private final Hooks hooks;
  private int open;
  private @Nullable Thread hook;
  private boolean begun;

  /** What is done. */
  @FunctionalInterface
  interface Closing {
    void run() throws InterruptedException;
  }

  /** Where hooks go; both methods throw {@link IllegalStateException} once the JVM is ending. */
  interface Hooks {
    void add(Thread hook);

    void remove(Thread hook);
  }

  JvmEnd(Closing closing) {
    this(
        closing,
        new Hooks() {
          @Override
          public void add(Thread hook) {
            Runtime.getRuntime().addShutdownHook(hook);
          }

          @Override
          public void remove(Thread hook) {
            Runtime.getRuntime().removeShutdownHook(hook);
          }
        });
  }

  JvmEnd(Closing closing, Hooks hooks) {
    this.closing = closing;
    this.hooks = hooks;
  }

  /** There is one worker more. */
  synchronized void opened() {
    if (open++ > 0) {
      return;
    }
    Thread added = new Thread(this::end, "penstock-workers-end");
    try {
      hooks.add(added);
      hook = added;
    } catch (IllegalStateException e) {
      // The JVM is ending, and the task that wants a worker with it.
      begun = true;
    }
  }

  /** A worker has been closed. */
  synchronized void closed() {
    open--;
    if (open > 0) {
      return;
    }
    notifyAll();
    Thread added = hook;
    hook = null;
    if (added != null && !begun) {
      try {
        hooks.remove(added);
      } catch (IllegalStateException e) {
        // It is about to find that there is nothing left.
        begun = true;
      }
    }
  }

  private void end() {
    synchronized (this) {
      begun = true;
    }
    try {
      closing.run();
    } catch (InterruptedException e) {
      // Whoever wants it sooner gets it sooner.
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the JVM is ending. */
  synchronized boolean hasBegun() {
    return begun;
  }

  /** Waits until all workers are closed, but no longer than that many milliseconds. */
  synchronized void await(long milliseconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    for (long left = milliseconds; open > 0 && left > 0; ) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }
}
