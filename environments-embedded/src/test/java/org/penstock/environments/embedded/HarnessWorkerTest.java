package org.penstock.environments.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.function.BooleanSupplier;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.HarnessMonitoringInfosRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.SdkHarnessOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.WorkerRequest;

/** Beam's real harness, which talks to a runner in this JVM. */
@Timeout(120)
final class HarnessWorkerTest {
  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  private static PipelineOptions job(String name) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setJobName(name);
    return options;
  }

  @Test
  void answersInstructions() throws Exception {
    try (TrialRunner runner = new TrialRunner("");
        SdkWorker worker = new EmbeddedEnvironment().start(runner.request("one"))) {
      assertThat(runner.awaitConnection()).isEqualTo("one");

      runner.send(
          "one",
          InstructionRequest.newBuilder()
              .setInstructionId("infos")
              .setHarnessMonitoringInfos(HarnessMonitoringInfosRequest.getDefaultInstance())
              .build());

      InstructionResponse response = runner.awaitResponse();
      assertThat(response.getInstructionId()).isEqualTo("infos");
      assertThat(response.getError()).isEmpty();
      assertThat(response.hasHarnessMonitoringInfos()).isTrue();
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void aBundleThatFailsTellsWhyAndTheWorkerLives() throws Exception {
    try (TrialRunner runner = new TrialRunner("");
        SdkWorker worker = new EmbeddedEnvironment().start(runner.request("one"))) {
      runner.awaitConnection();

      runner.send(
          "one",
          InstructionRequest.newBuilder()
              .setInstructionId("bundle")
              .setProcessBundle(
                  ProcessBundleRequest.newBuilder().setProcessBundleDescriptorId("nothing"))
              .build());

      // The runner of this test has no bundles.
      assertThat(runner.awaitResponse().getError()).contains("GetProcessBundleDescriptor");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void workersOfOneJvmAreIndependent() throws Exception {
    try (TrialRunner runner = new TrialRunner("")) {
      SdkWorker one = new EmbeddedEnvironment().start(runner.request("one"));
      runner.awaitConnection();
      SdkWorker other = new EmbeddedEnvironment().start(runner.request("other"));
      runner.awaitConnection();
      assertThat(runner.connected()).containsExactlyInAnyOrder("one", "other");

      one.close();

      await(() -> runner.connected().size() == 1);
      assertThat(runner.connected()).containsExactly("other");
      assertThat(other.isAlive()).isTrue();
      other.close();
      await(() -> runner.connected().isEmpty());
      assertThat(one.lastOutput() + other.lastOutput()).isEmpty();
    }
  }

  @Test
  void endsWithItsControlStream() throws Exception {
    try (TrialRunner runner = new TrialRunner("");
        SdkWorker worker = new EmbeddedEnvironment().start(runner.request("one"))) {
      runner.awaitConnection();

      runner.complete("one");

      await(() -> !worker.isAlive());
      assertThat(worker.lastOutput()).isEmpty();
    }
  }

  @Test
  void aRunnerThatIsNotThereIsNamed() throws Exception {
    ApiServiceDescriptor nowhere = ApiServiceDescriptor.newBuilder().setUrl("nowhere").build();
    WorkerRequest request =
        new WorkerRequest(
            "lost",
            TrialRunner.environment(),
            new WorkerRequest.Endpoints(nowhere, nowhere, nowhere, nowhere),
            PipelineOptionsFactory.create());
    try (SdkWorker worker = new EmbeddedEnvironment().start(request)) {
      await(() -> !worker.isAlive());
      assertThat(worker.lastOutput())
          .contains("expected at the in-process server 'nowhere', did not answer");
    }
  }

  @Test
  void aFailureOfUserCodeAtTheStartIsInTheLastOutput() throws Exception {
    try (TrialRunner runner = new TrialRunner("");
        SdkWorker worker =
            new EmbeddedEnvironment().start(runner.request("one", job(TrialInitializer.FAILS)))) {
      await(() -> !worker.isAlive());
      assertThat(worker.lastOutput())
          .contains("IllegalStateException: The key store is empty")
          .contains("TrialInitializer.beforeProcessing");
    }
  }

  /** Errors are what classes that are missing lead to. */
  @Test
  void anErrorAtTheStartIsInTheLastOutput() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (TrialRunner runner = new TrialRunner("")) {
      Thread.currentThread().setContextClassLoader(new LackingLoader(before));
      try (SdkWorker worker = new EmbeddedEnvironment().start(runner.request("one"))) {
        await(() -> !worker.isAlive());
        assertThat(worker.lastOutput()).contains("NoClassDefFoundError: com/acme/Gone");
      }
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Finds no services for a harness. */
  private static final class LackingLoader extends ClassLoader {
    LackingLoader(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (Thread.currentThread().getName().startsWith("penstock-harness-")) {
        throw new NoClassDefFoundError("com/acme/Gone");
      }
      return super.getResources(name);
    }
  }

  @Test
  void aHarnessThatHangsAtTheStartIsEndedOnClose() throws Exception {
    try (TrialRunner runner = new TrialRunner("")) {
      SdkWorker worker =
          new EmbeddedEnvironment().start(runner.request("one", job(TrialInitializer.HANGS)));
      await(() -> Thread.getAllStackTraces().values().stream().anyMatch(HarnessWorkerTest::hangs));

      worker.close();

      assertThat(worker.isAlive()).isFalse();
    }
  }

  private static boolean hangs(StackTraceElement[] stack) {
    for (StackTraceElement element : stack) {
      if (element.getClassName().equals(TrialInitializer.class.getName())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aHarnessLeavesTheOptionsAndTheLogsOfTheJvmAsTheyAre() {
    SdkHarnessOptions options = PipelineOptionsFactory.as(SdkHarnessOptions.class);
    options.setEnableLogViaFnApi(true);
    options.setJobName("the name");

    PipelineOptions copy = HarnessWorker.harnessOptions(options);

    assertThat(copy.getJobName()).isEqualTo("the name");
    assertThat(copy.as(SdkHarnessOptions.class).getEnableLogViaFnApi()).isFalse();
    assertThat(options.getEnableLogViaFnApi()).isTrue();
  }
}
