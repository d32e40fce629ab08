package org.penstock.environments.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.testkit.EnvironmentContract;
import org.penstock.testkit.EnvironmentFeature;
import org.penstock.testkit.EnvironmentTrial;

/** The contract for a provider of harnesses in this JVM. */
abstract class EmbeddedContract extends EnvironmentContract {
  private final TrialRunner lasting = runner("");
  private final TrialRunner ending = runner("farewell");

  private static TrialRunner runner(String refusal) {
    try {
      return new TrialRunner(refusal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  abstract EnvironmentProvider provider();

  @AfterEach
  final void closeRunners() {
    lasting.close();
    ending.close();
  }

  @Override
  protected final EnvironmentTrial trial() {
    RunnerApi.Environment lasts = environment("lasts");
    RunnerApi.Environment ends = environment("ends");
    return new EnvironmentTrial(
        provider(),
        one -> EnvironmentTrial.endpoints((one.equals(ends) ? ending : lasting).endpoint()),
        lasts,
        ends,
        "farewell",
        Optional.empty(),
        Optional.empty(),
        EnumSet.allOf(EnvironmentFeature.class),
        EmbeddedContract::threads);
  }

  private RunnerApi.Environment environment(String payload) {
    return RunnerApi.Environment.newBuilder()
        .setUrn(provider().urn())
        .setPayload(ByteString.copyFromUtf8(payload))
        .build();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("penstock-harness-"))
        .toList();
  }
}
