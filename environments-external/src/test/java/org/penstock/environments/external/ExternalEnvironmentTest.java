package org.penstock.environments.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StartWorkerRequest;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.netty.NettyServerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.penstock.environments.external.ExternalEnvironment.Timeouts;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.WorkerRequest;

@Timeout(60)
final class ExternalEnvironmentTest {
  private static WorkerRequest request(RunnerApi.Environment environment) {
    return new WorkerRequest(
        "worker-1",
        environment,
        new WorkerRequest.Endpoints(at(1), at(2), at(3), at(4)),
        PipelineOptionsFactory.create());
  }

  private static ApiServiceDescriptor at(int port) {
    return ApiServiceDescriptor.newBuilder().setUrl("localhost:" + port).build();
  }

  @Test
  void thePoolIsToldAllItNeeds() throws Exception {
    try (TrialPool pool = new TrialPool()) {
      SdkWorker worker =
          new ExternalEnvironment().start(request(pool.environment(Map.of("size", "large"))));

      assertThat(pool.starts())
          .containsExactly(
              StartWorkerRequest.newBuilder()
                  .setWorkerId("worker-1")
                  .setControlEndpoint(at(1))
                  .setLoggingEndpoint(at(2))
                  .setArtifactEndpoint(at(3))
                  .setProvisionEndpoint(at(4))
                  .putParams("size", "large")
                  .build());
      assertThat(pool.running()).containsExactly("worker-1");
      worker.close();
      assertThat(pool.running()).isEmpty();
    }
  }

  @Test
  void whatThePoolSaysIsInTheError() throws Exception {
    try (TrialPool pool = new TrialPool()) {
      RunnerApi.Environment refused = pool.environment(Map.of(TrialPool.REFUSED, "No room"));

      assertThatIOException()
          .isThrownBy(() -> new ExternalEnvironment().start(request(refused)))
          .withMessage(
              "The worker pool at " + pool.address() + " did not start worker worker-1: No room");
    }
  }

  @Test
  void aPoolThatIsNotThereIsNamed() throws Exception {
    TrialPool pool = new TrialPool();
    pool.close();

    assertThatIOException()
        .isThrownBy(() -> new ExternalEnvironment().start(request(pool.environment(Map.of()))))
        .withMessageContaining("The worker pool at " + pool.address() + " cannot be reached")
        .withMessageContaining("Connection refused")
        .withMessageContaining("worker_pool_main");
  }

  @Test
  void aServerThatIsNoPoolIsNamed() throws Exception {
    Server server = NettyServerBuilder.forPort(0).build().start();
    try {
      String address = "localhost:" + server.getPort();
      assertThatIOException()
          .isThrownBy(
              () ->
                  new ExternalEnvironment()
                      .start(request(TrialPool.environment(address, Map.of()))))
          .withMessageContaining("What listens at " + address + " is no worker pool");
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void aPoolThatDoesNotAnswerIsGivenUp() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    ExternalEnvironment hasty =
        new ExternalEnvironment(new Timeouts(Duration.ofMillis(500), Duration.ofSeconds(10)));
    try (TrialPool pool = new TrialPool(request -> await(end))) {
      assertThatIOException()
          .isThrownBy(() -> hasty.start(request(pool.environment(Map.of()))))
          .withMessageContaining("did not answer within PT0.5S to start worker worker-1");
    } finally {
      end.countDown();
    }
  }

  @Test
  void aStartThatIsInterruptedIsUndone() throws Exception {
    Thread starter = Thread.currentThread();
    try (TrialPool pool =
        new TrialPool(
            request -> {
              starter.interrupt();
              pause();
            })) {
      assertThatThrownBy(() -> new ExternalEnvironment().start(request(pool.environment(Map.of()))))
          .isInstanceOf(InterruptedException.class);
      assertThat(pool.starts()).hasSize(1);
      assertThat(pool.running()).isEmpty();
    }
  }

  @Test
  void aPoolThatIsGoneDoesNotKeepFromClosing() throws Exception {
    TrialPool pool = new TrialPool();
    SdkWorker worker = new ExternalEnvironment().start(request(pool.environment(Map.of())));
    pool.close();

    worker.close();

    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void aWorkerIsStoppedThoughItsThreadIsInterrupted() throws Exception {
    try (TrialPool pool = new TrialPool()) {
      SdkWorker worker = new ExternalEnvironment().start(request(pool.environment(Map.of())));

      Thread.currentThread().interrupt();
      worker.close();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(pool.running()).isEmpty();
    }
  }

  @Test
  void anEnvironmentWithoutAnAddressIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ExternalEnvironment().start(request(TrialPool.environment("", Map.of()))))
        .withMessageContaining("gives no address of a worker pool")
        .withMessageContaining("LOOPBACK");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
