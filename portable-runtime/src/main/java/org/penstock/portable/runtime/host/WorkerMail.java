package org.penstock.portable.runtime.host;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Has the task's thread work on what a worker has sent, by mails of which one at most is on its
 * way.
 */
public final class WorkerMail {
  private final MailboxExecutor mailbox;
  private final ThrowingRunnable<Exception> work;
  private final AtomicBoolean onItsWay = new AtomicBoolean();

  /**
   * @param mailbox that of the task
   * @param work what to do when a mail arrives
   */
  public WorkerMail(MailboxExecutor mailbox, ThrowingRunnable<Exception> work) {
    this.mailbox = mailbox;
    this.work = work;
  }

  /** Sends a mail unless one is on its way. May be called by any thread. */
  public void send() {
    if (onItsWay.compareAndSet(false, true)) {
      try {
        mailbox.execute(this::deliver, "Work on what an SDK worker has sent");
      } catch (RejectedExecutionException e) {
        // The task is over, and nobody has any use for what its worker sends.
      }
    }
  }

  private void deliver() throws Exception {
    onItsWay.set(false);
    work.run();
  }
}
