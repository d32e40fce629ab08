package org.penstock.job.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that answer calls and wait for jobs. */
final class ServerThreads {
  private ServerThreads() {}

  /**
   * As many as are needed.
   *
   * @param loader finds plugins, registrars and user code
   */
  static ExecutorService create(ClassLoader loader) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "job-server-" + number.incrementAndGet());
          thread.setDaemon(true);
          thread.setContextClassLoader(loader);
          return thread;
        });
  }
}
