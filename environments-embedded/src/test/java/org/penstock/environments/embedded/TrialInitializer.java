package org.penstock.environments.embedded;

import java.util.concurrent.CountDownLatch;
import org.apache.beam.sdk.harness.JvmInitializer;
import org.apache.beam.sdk.options.PipelineOptions;

/** User code that runs when a harness starts; the name of the job says what it does. */
public final class TrialInitializer implements JvmInitializer {
  static final String FAILS = "fails";
  static final String HANGS = "hangs";

  /** For {@code ServiceLoader}. */
  public TrialInitializer() {}

  @Override
  public void beforeProcessing(PipelineOptions options) {
    switch (options.getJobName()) {
      case FAILS -> throw new IllegalStateException("The key store is empty");
      case HANGS -> hang();
      default -> {}
    }
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
