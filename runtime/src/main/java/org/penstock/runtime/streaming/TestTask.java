package org.penstock.runtime.streaming;

import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.jspecify.annotations.Nullable;

/**
 * An operator in a job with test streams: counts what it sends and has processed, and lives in the
 * job's own processing time.
 */
final class TestTask<OutputT> {
  private final TestWires wires;
  private final MailboxExecutor mailbox;
  private final StreamOperatorParameters<OutputT> parameters;
  private @Nullable TestRun run;
  private @Nullable Action finishBundle;
  private boolean held;
  private boolean ended;

  /** Something that a task does on its own thread. */
  interface Action {
    void run() throws Exception;
  }

  private TestTask(TestWires wires, StreamOperatorParameters<OutputT> original) {
    this.wires = wires;
    this.mailbox = original.getMailboxExecutor();
    this.parameters =
        new StreamOperatorParameters<>(
            original.getContainingTask(),
            original.getStreamConfig(),
            new TestOutput<>(original.getOutput(), this, wires.consumers()),
            () -> new TestTime(this),
            original.getOperatorEventDispatcher(),
            mailbox);
  }

  /** That of an operator; null if the job has no test stream. */
  static <OutputT> @Nullable TestTask<OutputT> of(
      OperatorSpec<?> spec, StreamOperatorParameters<OutputT> original) {
    return spec.wires() == null ? null : new TestTask<>(spec.wires(), original);
  }

  /** The task whose processor has that context, in a job with test streams. */
  static TestTask<?> of(ProcessorContext context) {
    // Nobody else hosts processors in such a job.
    TestTask<?> task = ((TaskContext) context).test();
    return Objects.requireNonNull(task, "a job with a test stream is a test job");
  }

  /** What the operator is to be made with instead. */
  StreamOperatorParameters<OutputT> parameters() {
    return parameters;
  }

  /**
   * Joins the job, before anything is sent or processed.
   *
   * @param finisher ends the operator's open bundle, if there is one
   */
  void open(boolean restored, Action finisher) {
    TestRun opened = TestRun.open(wires.job());
    run = opened;
    finishBundle = finisher;
    opened.producerOpened(wires.consumers().producer());
    if (restored) {
      opened.restored();
    }
  }

  TestRun run() {
    return Objects.requireNonNull(run, "The operator has not been opened");
  }

  void bundleOpened() {
    run().bundleOpened(this);
  }

  /** Ends the open bundle. */
  void finishBundle() throws Exception {
    Objects.requireNonNull(finishBundle, "The operator has not been opened").run();
  }

  /** What an input has delivered is processed. */
  void processed(int input) {
    run().received(wires.producers().get(input));
  }

  /** As long as there is such work, nothing is done. */
  void hold(boolean work) {
    if (work != held) {
      held = work;
      if (work) {
        run().sending(1);
      } else {
        run().done();
      }
    }
  }

  /** All inputs have ended; returns when the task may end as well. */
  void inputsEnded() throws InterruptedException {
    if (wires.boundedRead()) {
      run().boundedReadDone();
    }
    while (!run().mayEnd()) {
      if (!mailbox.tryYield()) {
        Thread.sleep(1);
      }
    }
  }

  /** The task does nothing more. */
  void ended() {
    ended = true;
    run().forget(this);
  }

  /** Has the task's thread do that, which is in flight already; false if the task has ended. */
  boolean start(Action action) {
    TestRun opened = run();
    try {
      mailbox.execute(
          () -> {
            if (!ended) {
              action.run();
            }
            opened.done();
          },
          "next step of a test stream's job");
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  void close() {
    TestRun opened = run;
    if (opened != null) {
      run = null;
      opened.close(this);
    }
  }
}
