package org.penstock.portable.runtime;

import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.runtime.TaskMetrics;

/**
 * What the host of a stage gives it. All but {@link #signal} is called by the task's thread, from
 * within a method of {@link PortableStage}; exceptions go through to the caller of that.
 */
public interface PortableStageContext {
  /** The job, for workers are shared within one only. */
  String jobId();

  /** The pipeline's options. */
  PipelineOptions options();

  /** The number of the subtask, which spreads the stages over several workers. */
  int subtask();

  /** The class loader of the user's code. */
  ClassLoader userCodeLoader();

  /** Where the metrics go. */
  TaskMetrics metrics();

  /**
   * Asks the task's thread to call {@link PortableStage#drain} soon, such as by a mail to Flink's
   * mailbox. Called by any thread; returns at once.
   */
  void signal();

  /**
   * Takes an output, in the order in which the worker made those of one PCollection.
   *
   * @param pcollectionId one of {@link PortableStageSpec#outputs}
   * @param value its value, as the coder of {@link PortableComponents} reads it
   */
  void output(String pcollectionId, WindowedValue<?> value) throws Exception;

  /**
   * Makes the key the current one, and gives the state of it.
   *
   * @param key the key in its coder's nested context: exactly the bytes that the key coder of the
   *     stage's input by {@link PortableComponents} writes
   */
  default StateInternals stateFor(ByteString key) {
    throw new IllegalStateException("The host of the stage has no state");
  }

  /** Where side inputs are read. */
  default SideInputReader sideInputs() {
    return SideInputReader.none();
  }

  /**
   * Whether side inputs are the same for as long as the stage is open, as in batch; the worker may
   * keep what it has read then.
   */
  default boolean sideInputsAreFixed() {
    return false;
  }

  /**
   * Whether the worker may be given a part of a group only, and ask for the other values while its
   * bundle is open. The iterables in the stage's input must be good for being read again then, as
   * long as {@link PortableStage#process} and a bundle which is finished right after it last; the
   * host finishes the bundle when {@link PortableStage#keepsGroup} says so.
   */
  default boolean mayKeepGroups() {
    return false;
  }

  /** Where timers go. */
  default TimerSink timers() {
    return TimerSink.none();
  }

  /** Takes what is left of an element, at the end of its bundle or after a split. */
  default void residual(Residual residual) throws Exception {
    throw new IllegalStateException("The host of the stage has no use for the rest of an element");
  }
}
