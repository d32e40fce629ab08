package org.penstock.spi;

import java.io.IOException;

/**
 * Starts SDK workers for the environments of one URN, such as a process or a container.
 *
 * <p>Called on the TaskManager, by several threads at once.
 */
public interface EnvironmentProvider extends Plugin {
  /** The environment URN, such as {@code beam:env:process:v1}. Never null or blank. */
  String urn();

  /**
   * Whether the workers run in this JVM, and talk to the runner over gRPC's in-process transport.
   * Then the URL of each endpoint is the name of an in-process server of Beam's vendored gRPC,
   * those of the data and state services included, which a worker is told of later. Otherwise they
   * are addresses that another process can reach.
   */
  default boolean inProcess() {
    return false;
  }

  /**
   * Starts a worker and returns at once; the caller waits until it connects to the control endpoint
   * or {@link SdkWorker#isAlive} turns false.
   *
   * @throws IllegalArgumentException if the environment's payload is broken
   * @throws IOException if the worker cannot be started; the message says what to do
   * @throws InterruptedException if the thread was interrupted; nothing is left behind
   */
  SdkWorker start(WorkerRequest request) throws IOException, InterruptedException;
}
