package org.penstock.environments.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.fn.harness.Caches;
import org.apache.beam.fn.harness.FnHarness;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.GetProvisionInfoRequest;
import org.apache.beam.model.fnexecution.v1.ProvisionServiceGrpc;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.fn.channel.AddHarnessIdInterceptor;
import org.apache.beam.sdk.fn.channel.ManagedChannelFactory;
import org.apache.beam.sdk.fn.stream.OutboundObserverFactory;
import org.apache.beam.sdk.options.ExecutorOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.SdkHarnessOptions;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.inprocess.InProcessChannelBuilder;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.WorkerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A harness in a thread of this JVM, with the threads that it has started. */
final class HarnessWorker implements SdkWorker {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEnvironment.class);
  private static final Duration PROVISION = Duration.ofSeconds(30);
  private static final Duration GOOD_END = Duration.ofSeconds(5);
  private static final Duration INTERRUPTED_END = Duration.ofSeconds(5);

  private final WorkerRequest request;
  private final PipelineOptions options;
  private final HarnessCalls calls;
  private final StandardError.Printed printed = new StandardError.Printed();
  private final Thread thread;
  private volatile boolean closing;
  private boolean closed;

  private HarnessWorker(WorkerRequest request) {
    this.request = request;
    this.options = harnessOptions(request.options());
    this.calls = new HarnessCalls(Thread.currentThread().getContextClassLoader());
    // The harness does not throw what it fails with, but prints it.
    Runnable task = () -> StandardError.record(printed, this::run);
    this.thread = new Thread(task, "penstock-harness-" + request.workerId());
  }

  /** Starts a harness, which goes on by itself. */
  static SdkWorker start(WorkerRequest request) {
    HarnessWorker worker = new HarnessWorker(request);
    worker.thread.setDaemon(true);
    // Errors above all, such as that of a class that is missing.
    worker.thread.setUncaughtExceptionHandler((thread, failure) -> worker.failed(failure));
    worker.thread.start();
    LOG.info("Worker {} is a harness in this JVM", request.workerId());
    return worker;
  }

  /** A copy, for the harness writes into its options. */
  static PipelineOptions harnessOptions(PipelineOptions options) {
    String json = new SerializablePipelineOptions(options).toString();
    PipelineOptions copy = new SerializablePipelineOptions(json).get();
    // It would take over java.util.logging of the whole JVM. Its lines are in this JVM's log
    // anyway.
    copy.as(SdkHarnessOptions.class).setEnableLogViaFnApi(false);
    return copy;
  }

  private void run() {
    try {
      FnHarness.main(
          request.workerId(),
          options,
          runnerCapabilities(),
          request.endpoints().logging(),
          request.endpoints().control(),
          null,
          ManagedChannelFactory.createInProcess().withInterceptors(List.of(calls)),
          OutboundObserverFactory.clientDirect(),
          Caches.fromOptions(options));
    } catch (Exception e) {
      failed(e);
    }
  }

  private void failed(Throwable failure) {
    if (closing) {
      LOG.debug("Worker {} ended while it was closed", request.workerId(), failure);
      return;
    }
    printed.add(failure);
    LOG.error("The harness of worker {} failed", request.workerId(), failure);
  }

  /** What the boot program of a container would ask for. */
  private Set<String> runnerCapabilities() {
    String server = request.endpoints().provision().getUrl();
    ManagedChannel channel = InProcessChannelBuilder.forName(server).build();
    try {
      return Set.copyOf(
          ProvisionServiceGrpc.newBlockingStub(channel)
              .withInterceptors(AddHarnessIdInterceptor.create(request.workerId()))
              .withDeadlineAfter(PROVISION.toMillis(), TimeUnit.MILLISECONDS)
              .getProvisionInfo(GetProvisionInfoRequest.getDefaultInstance())
              .getInfo()
              .getRunnerCapabilitiesList());
    } catch (StatusRuntimeException e) {
      throw new IllegalStateException(
          "The provision service, expected at the in-process server '"
              + server
              + "', did not answer: "
              + e.getStatus(),
          e);
    } finally {
      channel.shutdownNow();
    }
  }

  @Override
  public boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public String lastOutput() {
    return printed.text();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    closing = true;
    boolean interrupted = Thread.interrupted();
    calls.endControl();
    interrupted |= join(GOOD_END);
    if (thread.isAlive()) {
      // It hangs before it has come to the control stream, or after that has ended.
      thread.interrupt();
      interrupted |= join(INTERRUPTED_END);
    }
    // User code may still be at work in a bundle that nobody waits for any more.
    ScheduledExecutorService bundles =
        options.as(ExecutorOptions.class).getScheduledExecutorService();
    bundles.shutdownNow();
    calls.cancelAll();
    try {
      if (!bundles.awaitTermination(INTERRUPTED_END.toSeconds(), TimeUnit.SECONDS)
          || thread.isAlive()) {
        LOG.warn(
            "Worker {} cannot be ended: user code in this JVM pays no attention to interrupts",
            request.workerId());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits in spite of interrupts, of which it tells. */
  private boolean join(Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    boolean interrupted = false;
    while (thread.isAlive() && System.nanoTime() < deadline) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }
}
