package org.penstock.environments.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnControlGrpc;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.inprocess.InProcessChannelBuilder;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HarnessCallsTest {
  private final List<ClassLoader> loaders = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch message = new CountDownLatch(1);

  private final class Harness implements StreamObserver<InstructionRequest> {
    private void note(String event) {
      events.add(event);
      loaders.add(Thread.currentThread().getContextClassLoader());
    }

    @Override
    public void onNext(InstructionRequest request) {
      note(request.getInstructionId());
      message.countDown();
    }

    @Override
    public void onError(Throwable failure) {
      note(failure.toString());
      over.countDown();
    }

    @Override
    public void onCompleted() {
      note("completed");
      over.countDown();
    }
  }

  @Test
  void theHarnessSeesAGoodEndUnderTheLoaderOfItsWorker() throws Exception {
    try (TrialRunner runner = new TrialRunner("");
        URLClassLoader own = new URLClassLoader(new URL[0])) {
      HarnessCalls calls = new HarnessCalls(own);
      ManagedChannel channel =
          InProcessChannelBuilder.forName(runner.endpoint().getUrl()).intercept(calls).build();
      StreamObserver<InstructionResponse> responses =
          BeamFnControlGrpc.newStub(channel).control(new Harness());
      responses.onNext(InstructionResponse.getDefaultInstance());
      runner.awaitConnection();
      runner.send("unknown", InstructionRequest.newBuilder().setInstructionId("first").build());
      assertThat(message.await(30, TimeUnit.SECONDS)).isTrue();

      calls.endControl();

      assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
      while (!runner.connected().isEmpty()) {
        Thread.sleep(10);
      }
      channel.shutdownNow();
      assertThat(channel.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      assertThat(events).containsExactly("first", "completed");
      assertThat(loaders).containsOnly(own);
    }
  }

  @Test
  void aControlStreamThatComesLateEndsAtOnce() throws Exception {
    try (TrialRunner runner = new TrialRunner("")) {
      HarnessCalls calls = new HarnessCalls(null);
      calls.endControl();
      ManagedChannel channel =
          InProcessChannelBuilder.forName(runner.endpoint().getUrl()).intercept(calls).build();

      StreamObserver<InstructionResponse> unused =
          BeamFnControlGrpc.newStub(channel).control(new Harness());

      assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
      channel.shutdownNow();
      assertThat(events).containsExactly("completed");
    }
  }
}
