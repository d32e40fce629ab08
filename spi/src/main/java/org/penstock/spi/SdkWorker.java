package org.penstock.spi;

/** A running SDK worker. Safe for use by several threads. */
public interface SdkWorker extends AutoCloseable {
  /** Whether the worker is running, as far as its environment can tell. */
  boolean isAlive();

  /**
   * The last lines that the worker printed, for the message of an error; empty where its
   * environment keeps none. At most a few kilobytes. Once {@link #isAlive} has turned false,
   * nothing is missing at the end.
   */
  String lastOutput();

  /**
   * Ends the worker with everything that it started, and returns when they are gone. Closing twice
   * does nothing.
   */
  @Override
  void close();
}
