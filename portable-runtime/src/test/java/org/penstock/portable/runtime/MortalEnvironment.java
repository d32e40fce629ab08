package org.penstock.portable.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.penstock.environments.embedded.EmbeddedEnvironment;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.Spi;
import org.penstock.spi.WorkerRequest;

/** Beam's harness in this JVM, which a test can kill. */
public final class MortalEnvironment implements EnvironmentProvider {
  static final String URN = "test:env:mortal";
  static final AtomicInteger STARTED = new AtomicInteger();
  private static final Queue<SdkWorker> WORKERS = new ConcurrentLinkedQueue<>();

  static void killAll() {
    WORKERS.forEach(SdkWorker::close);
    WORKERS.clear();
  }

  /** For {@code ServiceLoader}. */
  public MortalEnvironment() {}

  @Override
  public String name() {
    return "mortal";
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
  public boolean inProcess() {
    return true;
  }

  @Override
  public SdkWorker start(WorkerRequest request) {
    SdkWorker harness = new EmbeddedEnvironment().start(request);
    WORKERS.add(harness);
    STARTED.incrementAndGet();
    return new Mortal(harness);
  }

  private record Mortal(SdkWorker harness) implements SdkWorker {
    @Override
    public boolean isAlive() {
      return harness.isAlive();
    }

    @Override
    public String lastOutput() {
      return "I do not feel well";
    }

    @Override
    public void close() {
      harness.close();
    }
  }
}
