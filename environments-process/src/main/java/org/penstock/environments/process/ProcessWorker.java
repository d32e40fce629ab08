package org.penstock.environments.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.WorkerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker that is a process, with all processes that come from it. */
final class ProcessWorker implements SdkWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessEnvironment.class);

  /**
   * What the shell gives the worker for a good end, and the kernel for a bad one, and some more.
   */
  private static final Duration SUPERVISED_END = Duration.ofSeconds(15);

  /** As long as the shell gives it. */
  private static final Duration GOOD_END = Duration.ofSeconds(2);

  private static final Duration KILLED_END = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final String id;
  private final Process process;
  private final boolean supervised;
  private final WorkerFolder folder;
  private final WorkerOutput output;
  private final Thread reader;
  private final Thread hook;
  private volatile boolean closing;
  private boolean closed;

  private ProcessWorker(String id, Process process, boolean supervised, WorkerFolder folder) {
    this.id = id;
    this.process = process;
    this.supervised = supervised;
    this.folder = folder;
    this.output = new WorkerOutput(id);
    this.reader = new Thread(this::read, "penstock-worker-output-" + id);
    this.hook = new Thread(this::end, "penstock-worker-end-" + id);
  }

  /**
   * Starts it.
   *
   * @param supervision what ends it if this JVM can't; empty where there is no such thing
   */
  static SdkWorker start(
      WorkerCommand command, WorkerRequest request, Optional<Supervision> supervision)
      throws IOException {
    WorkerFolder folder = WorkerFolder.create(request.workerId());
    List<String> own = command.line(request, folder.path());
    List<String> line = supervision.map(by -> by.of(folder.path(), own)).orElse(own);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(command.variables());
    Process process;
    try {
      process = builder.start();
    } catch (IOException | IllegalArgumentException e) {
      folder.delete();
      throw new IOException(
          "The worker's command " + own + " cannot be started: " + e.getMessage(), e);
    }
    ProcessWorker worker =
        new ProcessWorker(request.workerId(), process, supervision.isPresent(), folder);
    worker.begin();
    LOG.info("Worker {} is process {}: {}", request.workerId(), process.pid(), own);
    if (supervision.isEmpty()) {
      LOG.warn(
          "Worker {} stays when this JVM is killed: watching over it needs Linux with setsid, sh,"
              + " grep, sleep and rm in PATH",
          request.workerId());
    }
    return worker;
  }

  private void begin() throws IOException {
    reader.setDaemon(true);
    reader.start();
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      close();
      throw new IOException("Worker " + id + " is not started, for this JVM is ending.", e);
    }
    // If somebody has killed the shell, what watches its input ends the rest.
    CompletableFuture<Void> unused = process.onExit().thenRun(this::closeInput);
  }

  private void read() {
    output.readAll(process.getInputStream());
    try {
      int code = process.waitFor();
      if (!closing) {
        output.note("The worker's process ended with exit code " + code + ".");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public String lastOutput() {
    if (!process.isAlive()) {
      boolean interrupted = Thread.interrupted();
      try {
        reader.join(LAST_WORDS.toMillis());
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return output.tail();
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending; then the hook has nothing left to do.
      LOG.trace("The hook of worker {} stays", id);
    }
  }

  private synchronized void end() {
    if (closed) {
      return;
    }
    closed = true;
    closing = process.isAlive();
    boolean interrupted = Thread.interrupted();
    // Seen now, for children of a process that has ended are no longer its descendants.
    List<ProcessHandle> all = tree();
    closeInput();
    if (!supervised) {
      all.forEach(ProcessHandle::destroy);
    }
    interrupted |= await(List.of(process.toHandle()), supervised ? SUPERVISED_END : GOOD_END);
    if (!supervised) {
      interrupted |= await(all, GOOD_END);
    }
    all.forEach(ProcessHandle::destroyForcibly);
    interrupted |= await(all, KILLED_END);
    List<ProcessHandle> left = all.stream().filter(ProcessHandle::isAlive).toList();
    if (!left.isEmpty()) {
      LOG.warn("Worker {}: the processes {} cannot be ended", id, left);
    } else {
      interrupted |= awaitExit();
    }
    folder.delete();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The process and what comes from it, descendants first. */
  private List<ProcessHandle> tree() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    Collections.reverse(all);
    all.add(process.toHandle());
    return all;
  }

  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.trace("Worker {}: its input was closed already", id);
    }
  }

  /** Of an end, a process handle knows a moment before the process itself says so. */
  private boolean awaitExit() {
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  /** Waits in spite of interrupts, of which it tells. */
  private static boolean await(List<ProcessHandle> handles, Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    boolean interrupted = false;
    while (handles.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }
}
