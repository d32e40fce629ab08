package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.penstock.portable.runtime.worker.SdkWorkers;
import org.penstock.spi.WorkerOptions;

/** Which workers are started, shared, given up and closed. */
@Timeout(120)
final class WorkersTest {
  private final MiniRunner runner = new MiniRunner();
  private final Pipeline pipeline = runner.pipeline();
  private final Collected<Long> collected = new Collected<>();

  private static RunnerApi.Environment environment(String urn) {
    return RunnerApi.Environment.newBuilder().setUrn(urn).build();
  }

  private RunnerApi.Pipeline in(RunnerApi.Environment environment) {
    return MiniRunner.in(environment, runner.proto(pipeline));
  }

  private void simple() {
    pipeline.apply(Create.of(1L, 2L)).apply(ParDo.of(collected));
  }

  @Test
  void anUnknownEnvironmentIsNamedAndWhatToAdd() {
    simple();

    assertThatThrownBy(() -> runner.run(in(environment("beam:env:docker:v1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beam:env:docker:v1")
        .hasMessageContaining("beam:env:embedded:v1")
        .hasMessageContaining("environments-docker");
  }

  @Test
  void anyOfTakesTheFirstThatCanBeStarted() throws Exception {
    simple();

    runner.run(
        in(
            environment("beam:env:anyof:v1").toBuilder()
                .setPayload(
                    RunnerApi.AnyOfEnvironmentPayload.newBuilder()
                        .addEnvironments(environment("beam:env:docker:v1"))
                        .addEnvironments(environment("beam:env:embedded:v1"))
                        .build()
                        .toByteString())
                .build()));

    assertThat(collected.seen()).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void aWorkerThatDoesNotConnectIsGivenUp() {
    simple();
    runner.options.as(WorkerOptions.class).setSdkWorkerStartTimeoutMillis(300L);

    assertThatThrownBy(() -> runner.run(in(environment(SilentEnvironment.URN))))
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("did not connect within 300 ms")
        .hasMessageContaining("waiting for a sign");
    assertThat(SilentEnvironment.OPEN).hasValue(0);
    assertThat(SdkWorkers.count()).isZero();
  }

  @Test
  void aWorkerThatEndsAtOnceIsNotWaitedFor() {
    simple();
    RunnerApi.Environment dead =
        environment(SilentEnvironment.URN).toBuilder()
            .setPayload(ByteString.copyFromUtf8("dead"))
            .build();

    assertThatThrownBy(() -> runner.run(in(dead)))
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("has ended before it could connect")
        .hasMessageContaining("waiting for a sign");
  }

  private static final AtomicBoolean KILLED = new AtomicBoolean();

  static final class Killing extends DoFn<Long, Long> {
    @ProcessElement
    public void process(@Element Long element, OutputReceiver<Long> out)
        throws InterruptedException {
      if (KILLED.compareAndSet(false, true)) {
        new Thread(MortalEnvironment::killAll).start();
        Thread.sleep(30_000);
      }
      out.output(element);
    }
  }

  @Test
  void aWorkerThatDiesFailsItsBundleAndTheNextStageHasANewOne() throws Exception {
    pipeline.apply(Create.of(1L)).apply(ParDo.of(new Killing())).apply(ParDo.of(collected));
    RunnerApi.Pipeline proto = in(environment(MortalEnvironment.URN));
    runner.options.as(WorkerOptions.class).setSdkWorkerIdleMillis(5_000L);

    assertThatThrownBy(() -> runner.run(proto))
        .isInstanceOf(WorkerException.class)
        .hasMessageContaining("has ended. Its last output:")
        .hasMessageContaining("I do not feel well");

    MiniRunner again = new MiniRunner();
    again.jobId = runner.jobId;
    again.run(proto);
    assertThat(collected.seen()).containsExactly(1L);
  }

  @Test
  void stagesOfAJobShareAWorkerWhichIsClosedAfterAWhile() throws Exception {
    simple();
    runner.options.as(WorkerOptions.class).setSdkWorkerIdleMillis(1_000L);
    int before = MortalEnvironment.STARTED.get();

    // It has two stages at least, as Create redistributes.
    runner.run(in(environment(MortalEnvironment.URN)));

    assertThat(runner.hosts.size()).isGreaterThan(1);
    assertThat(MortalEnvironment.STARTED.get() - before).isEqualTo(1);
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (SdkWorkers.count() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(SdkWorkers.count()).isZero();
  }
}
