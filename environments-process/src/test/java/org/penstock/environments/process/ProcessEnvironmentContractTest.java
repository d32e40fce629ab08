package org.penstock.environments.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.testkit.EnvironmentContract;
import org.penstock.testkit.EnvironmentFeature;
import org.penstock.testkit.EnvironmentTrial;

final class ProcessEnvironmentContractTest extends EnvironmentContract {
  @TempDir private Path folder;

  @Override
  protected EnvironmentTrial trial() {
    ProcessEnvironment provider = new ProcessEnvironment();
    Scripts scripts = new Scripts(folder);
    try {
      return new EnvironmentTrial(
          provider,
          EnvironmentTrial.NOBODY,
          scripts.environment("sleep 600 &", "wait"),
          scripts.environment("echo farewell", "exit 3"),
          "farewell",
          Optional.of(
              RunnerApi.Environment.newBuilder()
                  .setUrn(provider.urn())
                  .setPayload(ByteString.copyFromUtf8("no payload"))
                  .build()),
          Optional.of(scripts.command(folder + "/gone")),
          EnumSet.allOf(EnvironmentFeature.class),
          scripts::leftovers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
