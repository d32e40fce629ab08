package org.penstock.environments.embedded;

import org.apache.beam.sdk.util.construction.Environments;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.Spi;
import org.penstock.spi.WorkerRequest;

/** {@link EmbeddedEnvironment} by the name that the Java SDK gives it, which is not a URN. */
public final class JavaSdkEmbeddedEnvironment implements EnvironmentProvider {
  /** For {@code ServiceLoader}. */
  public JavaSdkEmbeddedEnvironment() {}

  @Override
  public String name() {
    return "environments-embedded-java-sdk";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String urn() {
    return Environments.ENVIRONMENT_EMBEDDED;
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
