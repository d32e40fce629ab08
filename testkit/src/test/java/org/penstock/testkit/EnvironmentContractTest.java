package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.spi.EnvironmentProvider;

/**
 * The contract is kept by a good environment, and each of its tests fails for some bad one. The
 * workers of the environment are files: a worker is alive as long as its file is there.
 */
final class EnvironmentContractTest {
  private static final String SERVICE = "org.penstock.spi.EnvironmentProvider";
  private static final String MODULE_INFO =
      """
      module acme {
        requires org.penstock.spi;
        opens acme;
        provides org.penstock.spi.EnvironmentProvider with acme.Files;
      }
      """;
  private static final String PROVIDER =
      """
      package acme;

      import java.io.IOException;
      import java.nio.file.Path;
      import java.util.concurrent.atomic.AtomicInteger;
      import org.penstock.spi.*;

      public final class Files implements EnvironmentProvider {
        private static final AtomicInteger STARTED = new AtomicInteger();

        @Override public String name() { return "files"; }
        @Override public int spiVersion() { return Spi.VERSION; }
        @Override public String urn() { return "acme:env:file:v1"; }

        @Override public SdkWorker start(WorkerRequest request) throws IOException {
          String[] payload = request.environment().getPayload().toStringUtf8().split("[|]");
          if (payload.length != 3) {
            throw new IllegalArgumentException("Expected FOLDER|KIND|WORDS, found " + payload[0]);
          }
          Path folder = Path.of(payload[0]);
          Path file = folder.resolve("worker-" + STARTED.incrementAndGet());
          java.nio.file.Files.createFile(file);
          if (payload[1].equals("unstartable")) {
            java.nio.file.Files.delete(file);
            throw new IOException("Nothing starts in " + folder);
          }
          if (payload[1].equals("ending")) {
            java.nio.file.Files.delete(file);
          }
          return new Worker(file, payload[2]);
        }
      }
      """;
  private static final String WORKER =
      """
      package acme;

      import java.io.IOException;
      import java.io.UncheckedIOException;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import org.penstock.spi.SdkWorker;

      final class Worker implements SdkWorker {
        private final Path file;
        private final String words;

        Worker(Path file, String words) {
          this.file = file;
          this.words = words;
        }

        @Override public boolean isAlive() { return Files.exists(file); }
        @Override public String lastOutput() { return words; }

        @Override public void close() {
          try {
            Files.deleteIfExists(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
      """;

  private final Path folder;
  private final Path workers;

  EnvironmentContractTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.workers = Files.createDirectory(folder.resolve("workers"));
  }

  @SuppressWarnings("NullAway") // set by each test before the contract runs
  private static Supplier<EnvironmentTrial> current = () -> null;

  /** Not found by Surefire, for it is nested. */
  static final class Contract extends EnvironmentContract {
    @Override
    protected EnvironmentTrial trial() {
      return current.get();
    }
  }

  private Environment environment(String kind) {
    return Environment.newBuilder()
        .setUrn("acme:env:file:v1")
        .setPayload(ByteString.copyFromUtf8(workers + "|" + kind + "|farewell"))
        .build();
  }

  private Set<String> leftovers() {
    try (var files = Files.list(workers)) {
      return Set.copyOf(files.map(Path::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Contracts.Outcome run(String provider, String worker, Set<EnvironmentFeature> features)
      throws IOException, ReflectiveOperationException {
    EnvironmentProvider plugin =
        (EnvironmentProvider)
            new PluginProject(folder)
                .source("module-info.java", MODULE_INFO)
                .source("acme/Files.java", provider)
                .source("acme/Worker.java", worker)
                .service(SERVICE, "acme.Files")
                .load("acme.Files");
    EnvironmentTrial trial =
        new EnvironmentTrial(
            plugin,
            EnvironmentTrial.NOBODY,
            environment("lasting"),
            environment("ending"),
            "farewell",
            Optional.of(environment("mal|for|med")),
            Optional.of(environment("unstartable")),
            features,
            this::leftovers);
    current = () -> trial;
    return Contracts.run(Contract.class);
  }

  private Contracts.Outcome run(String provider, String worker) throws Exception {
    return run(provider, worker, Set.of(EnvironmentFeature.values()));
  }

  private static String changed(String text, String good, String bad) {
    assertThat(text).contains(good);
    return text.replace(good, bad);
  }

  @Test
  void aGoodEnvironmentKeepsIt() throws Exception {
    Contracts.Outcome outcome = run(PROVIDER, WORKER);

    assertThat(outcome.tests()).isEqualTo(15);
    assertThat(outcome.failures()).isEmpty();
  }

  @Test
  void seesAFeatureThatIsNotDeclared() throws Exception {
    var outcome = run(PROVIDER, WORKER, Set.of());

    assertThat(outcome.failures()).containsOnlyKeys("canBeClosedAfterItsEnd", "keepsTheLastOutput");
  }

  @Test
  void seesAWorkerThatOutlivesClose() throws Exception {
    var outcome =
        run(PROVIDER, changed(WORKER, "Files.deleteIfExists(file);", "Files.size(file);"));

    assertThat(outcome.failures()).containsKeys("livesUntilClosed", "workersAreIndependent");
  }

  @Test
  void seesASecondCloseThatFails() throws Exception {
    var outcome = run(PROVIDER, changed(WORKER, "deleteIfExists", "delete"));

    assertThat(outcome.failures())
        .containsKey("canBeClosedTwice")
        .doesNotContainKey("livesUntilClosed");
  }

  @Test
  void seesAWorkerThatIsNeverAlive() throws Exception {
    var outcome = run(PROVIDER, changed(WORKER, "return Files.exists(file)", "return false"));

    assertThat(outcome.failures())
        .containsOnlyKeys("livesUntilClosed", "workersAreIndependent", "startsFromManyThreads");
  }

  @Test
  void seesWordsThatComeAfterTheEnd() throws Exception {
    String late =
        changed(
            WORKER,
            "lastOutput() { return words; }",
            "lastOutput() { return asked++ == 0 ? \"\" : words; }\n  private int asked;");
    var outcome = run(PROVIDER, late);

    assertThat(outcome.failures()).containsOnlyKeys("keepsTheLastOutput");
  }

  @Test
  void seesAFailedStartThatLeavesSomething() throws Exception {
    var outcome =
        run(changed(PROVIDER, "java.nio.file.Files.delete(file);\n      throw", "throw"), WORKER);

    assertThat(outcome.failures()).containsOnlyKeys("aFailingStartLeavesNothing");
    assertThat(outcome.failures().get("aFailingStartLeavesNothing")).contains("worker-");
  }

  @Test
  void seesAMalformedPayloadThatIsAccepted() throws Exception {
    var outcome = run(changed(PROVIDER, "payload.length != 3", "payload.length < 3"), WORKER);

    assertThat(outcome.failures()).containsKey("refusesAMalformedPayload");
  }

  @Test
  void seesAnErrorOfTheWrongKind() throws Exception {
    var outcome =
        run(changed(PROVIDER, "new IllegalArgumentException(", "new IOException("), WORKER);

    assertThat(outcome.failures()).containsOnlyKeys("refusesAMalformedPayload");
  }

  @Test
  void seesStartsThatGetInEachOthersWay() throws Exception {
    var outcome = run(changed(PROVIDER, "STARTED.incrementAndGet()", "STARTED.get()"), WORKER);

    assertThat(outcome.failures())
        .containsOnlyKeys("workersAreIndependent", "startsFromManyThreads");
  }
}
