package org.penstock.environments.external;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.penstock.testkit.EnvironmentContract;
import org.penstock.testkit.EnvironmentTrial;

final class ExternalEnvironmentContractTest extends EnvironmentContract {
  private final TrialPool pool;

  ExternalEnvironmentContractTest() {
    try {
      pool = new TrialPool();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Override
  protected EnvironmentTrial trial() {
    ExternalEnvironment provider = new ExternalEnvironment();
    return new EnvironmentTrial(
        provider,
        EnvironmentTrial.NOBODY,
        pool.environment(Map.of()),
        pool.environment(Map.of()),
        "nobody hears them",
        Optional.of(
            RunnerApi.Environment.newBuilder()
                .setUrn(provider.urn())
                .setPayload(ByteString.copyFromUtf8("no payload"))
                .build()),
        Optional.of(pool.environment(Map.of(TrialPool.REFUSED, "No room"))),
        Set.of(),
        pool::running);
  }
}
