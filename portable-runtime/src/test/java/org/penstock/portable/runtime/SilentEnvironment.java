package org.penstock.portable.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.Spi;
import org.penstock.spi.WorkerRequest;

/** Its workers never connect; those of a payload have ended at once. */
public final class SilentEnvironment implements EnvironmentProvider {
  static final String URN = "test:env:silent";
  static final AtomicInteger OPEN = new AtomicInteger();

  /** For {@code ServiceLoader}. */
  public SilentEnvironment() {}

  @Override
  public String name() {
    return "silent";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String urn() {
    return URN;
  }

  @Override
  public SdkWorker start(WorkerRequest request) {
    boolean alive = request.environment().getPayload().isEmpty();
    OPEN.incrementAndGet();
    return new SdkWorker() {
      @Override
      public boolean isAlive() {
        return alive;
      }

      @Override
      public String lastOutput() {
        return "waiting for a sign";
      }

      @Override
      public void close() {
        OPEN.decrementAndGet();
      }
    };
  }
}
