package org.penstock.portable.runtime.worker;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.runners.fnexecution.control.FnApiControlClient;
import org.apache.beam.runners.fnexecution.control.InstructionRequestHandler;
import org.apache.beam.sdk.fn.server.InProcessServerFactory;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.apache.beam.sdk.io.FileSystems;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.WorkerException;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.WorkerOptions;
import org.penstock.spi.WorkerRequest;

/** A worker that has connected. Safe for use by several threads. */
public final class Worker implements AutoCloseable {
  private static final String SDK_ERROR = "Error received from SDK harness";
  private static final long POLL_MILLIS = 100;
  private static final long LAST_WORDS_MILLIS = 2_000;

  private final WorkerKey key;
  private final String id;
  private final ServerFactory servers;
  private final WorkerServer server;
  private final SdkWorker process;
  private final InstructionRequestHandler control;
  private final AtomicLong instructions = new AtomicLong();
  private final AtomicBoolean gone = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();

  private Worker(WorkerStart start, InstructionRequestHandler control) {
    this.key = start.key();
    this.id = start.id();
    this.servers = new FreshServers(start.servers());
    this.server = start.server();
    this.process = start.process();
    this.control = control;
  }

  static Worker start(WorkerKey key, EnvironmentProvider provider, WorkerDemand demand)
      throws IOException, InterruptedException {
    // Artifacts are read by Beam's file systems.
    FileSystems.setDefaultPipelineOptions(demand.options());
    String id = "penstock-" + UUID.randomUUID();
    ServerFactory servers =
        provider.inProcess() ? InProcessServerFactory.create() : ServerFactory.createDefault();
    CompletableFuture<InstructionRequestHandler> connection = new CompletableFuture<>();
    WorkerServer server =
        WorkerServer.start(
            id, key, demand, servers, (worker, client) -> connection.complete(client));
    SdkWorker process;
    try {
      process =
          start(
              provider,
              new WorkerRequest(id, key.environment(), server.endpoints(), demand.options()),
              demand);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
    long patience = demand.options().as(WorkerOptions.class).getSdkWorkerStartTimeoutMillis();
    WorkerStart start = new WorkerStart(key, id, servers, server, process, patience);
    try {
      Worker worker = new Worker(start, start.await(connection));
      if (worker.control instanceof FnApiControlClient client) {
        client.onClose(ended -> worker.gone());
      }
      return worker;
    } catch (InterruptedException | RuntimeException | Error e) {
      process.close();
      server.close();
      throw e;
    }
  }

  /** What a worker's environment does may look for classes by the thread's class loader. */
  private static SdkWorker start(
      EnvironmentProvider provider, WorkerRequest request, WorkerDemand demand)
      throws IOException, InterruptedException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(demand.loader());
    try {
      return provider.start(request);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** What the SDK says of an instruction that failed in it; empty if it failed elsewhere. */
  public static Optional<String> sdkError(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String message = String.valueOf(cause.getMessage());
    return message.startsWith(SDK_ERROR)
        ? Optional.of(message.substring(message.indexOf(": ") + 2))
        : Optional.empty();
  }

  /** Takes instructions. */
  public InstructionRequestHandler control() {
    return control;
  }

  /** Makes the servers of stages, of the kind that this worker can reach. */
  public ServerFactory servers() {
    return servers;
  }

  /** An instruction id that no other stage of this worker has. */
  public String nextInstruction() {
    return Long.toString(instructions.incrementAndGet());
  }

  /** The id of the worker, unique among all. */
  public String id() {
    return id;
  }

  /** Whether the worker is connected and runs, as far as can be told. */
  public boolean usable() {
    return !gone.get() && !closed.get() && process.isAlive();
  }

  /** Has the watcher called, by any thread, when the worker ends; at once if it has. */
  public void watch(Runnable watcher) {
    watchers.add(watcher);
    if (gone.get()) {
      watcher.run();
    }
  }

  /** Ends what {@link #watch} began. */
  public void unwatch(Runnable watcher) {
    watchers.remove(watcher);
  }

  /** An error that says that the worker has ended, with its last output. */
  public WorkerException death(@Nullable Throwable cause) throws InterruptedException {
    // Its connection breaks a moment before the process has ended and all its output is there.
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_WORDS_MILLIS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return new WorkerException(
        "The SDK worker " + id + " (" + key + ") has ended" + output(process), cause);
  }

  static String output(SdkWorker process) {
    String output = process.lastOutput();
    return output.isBlank()
        ? ". It left no output."
        : ". Its last output:" + System.lineSeparator() + output;
  }

  private void gone() {
    if (gone.compareAndSet(false, true)) {
      watchers.forEach(Runnable::run);
    }
  }

  /**
   * Ends the worker, and what serves it. The control stream goes first, which is how a worker is
   * told to end; it has a moment to tear its DoFns down.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // Whatever happens: on a TaskManager an idle worker may be closed after its job, when a class
    // that was not needed before cannot be loaded any more.
    try {
      if (control instanceof FnApiControlClient client) {
        end(client);
      }
    } finally {
      try {
        process.close();
      } finally {
        try {
          server.close();
        } finally {
          gone();
        }
      }
    }
  }

  private void end(FnApiControlClient client) {
    try {
      client.close();
    } catch (RuntimeException e) {
      // The stream was broken already.
    }
    letItEnd();
  }

  private void letItEnd() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_WORDS_MILLIS);
    try {
      while (process.isAlive() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS / 5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
