package org.penstock.environments.embedded;

import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.Spi;
import org.penstock.spi.WorkerRequest;

/**
 * Beam's Java harness in this JVM, over gRPC's in-process transport. The pipeline's classes have to
 * be on the class path, or known to the context class loader of the thread that starts the worker;
 * artifacts are not fetched.
 */
public final class EmbeddedEnvironment implements EnvironmentProvider {
  /** For {@code ServiceLoader}. */
  public EmbeddedEnvironment() {}

  @Override
  public String name() {
    return "environments-embedded";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String urn() {
    return "beam:env:embedded:v1";
  }

  @Override
  public boolean inProcess() {
    return true;
  }

  @Override
  public SdkWorker start(WorkerRequest request) {
    return HarnessWorker.start(request);
  }
}
