package org.penstock.classic.runtime;

/** A running transform of a stage. */
interface Step<InputT> extends Receiver<InputT>, AutoCloseable {
  /** Begins a bundle. */
  default void startBundle() {}

  /** Ends the bundle; what it still outputs reaches the steps behind it before theirs ends. */
  default void finishBundle() {}

  /** Ends the step, after a failure as well. */
  @Override
  default void close() {}
}
