package org.penstock.job.server;

import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.BindableService;
import org.penstock.core.PluginCatalog;
import org.penstock.job.server.artifact.JobArtifacts;
import org.penstock.job.server.artifact.RetrievalService;
import org.penstock.job.server.artifact.StagingService;
import org.penstock.job.server.grpc.CallerHost;
import org.penstock.job.server.grpc.GrpcServer;
import org.penstock.job.server.grpc.VendoredService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pipelines of any SDK over Beam's Job API and runs them on Flink. Artifacts are staged, and
 * read by workers, at a port of their own; a third one expands Java transforms for other SDKs.
 *
 * <p>Plugins and user code are those that the class loader sees of the thread that starts it.
 */
public final class JobServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobServer.class);
  private static final long CANCEL_MILLIS = 3000;
  private static final long LAST_CALLS_MILLIS = 300;

  private final JobServerSettings settings;
  private final Path artifacts;
  private final ExecutorService threads;
  private final Jobs jobs;
  private final JobExecution execution;
  private final PluginCatalog plugins;
  private final List<GrpcServer> servers = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int jobPort;
  private int artifactPort;
  private int expansionPort = -1;
  private boolean closing;

  private JobServer(JobServerSettings settings, Path artifacts, ClassLoader loader) {
    this.settings = settings;
    this.artifacts = artifacts;
    this.plugins = PluginCatalog.discover(loader);
    this.threads = ServerThreads.create(loader);
    this.jobs = new Jobs(settings, artifacts);
    this.execution = new JobExecution(plugins, threads, settings.limits().workerLogs());
  }

  /**
   * Starts a server; it takes jobs when this returns.
   *
   * @throws IllegalArgumentException if others could reach it unguarded
   * @throws IOException if it cannot listen, or a folder or certificate is missing
   */
  public static JobServer start(JobServerSettings settings) throws IOException {
    InetAddress address = address(settings.addresses().host());
    settings.security().check(settings.addresses().host(), address);
    settings.flink().check();
    ClassLoader current = Thread.currentThread().getContextClassLoader();
    JobServer server =
        new JobServer(
            settings,
            artifacts(settings.artifacts()),
            current == null ? JobServer.class.getClassLoader() : current);
    try {
      server.listen(address);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static InetAddress address(String host) throws IOException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("There is no host " + host + " to listen at.", e);
    }
  }

  private static Path artifacts(JobServerSettings.Artifacts settings) throws IOException {
    Path directory = settings.directory();
    return directory == null
        ? Files.createTempDirectory("penstock-artifacts-")
        : Files.createDirectories(directory.toAbsolutePath());
  }

  private void listen(InetAddress address) throws IOException {
    JobServerSettings.Addresses at = settings.addresses();
    GrpcServer.Binding binding =
        new GrpcServer.Binding(
            settings.security().credentials(),
            settings.security().token(),
            settings.limits().maxMessageBytes(),
            threads);
    RetrievalService retrieval = new RetrievalService(artifacts);
    artifactPort =
        listen(
            "artifact",
            new InetSocketAddress(address, at.artifactPort()),
            binding,
            new StagingService(jobs::artifacts, settings.artifacts().maxBytesPerJob()),
            retrieval);
    if (at.expansionPort() >= 0) {
      expansionPort =
          listen(
              "expansion",
              new InetSocketAddress(address, at.expansionPort()),
              binding,
              EmbeddedExpansion.create(),
              retrieval);
    }
    jobPort =
        listen(
            "job",
            new InetSocketAddress(address, at.jobPort()),
            binding,
            new JobService(
                jobs,
                execution,
                JobService.Checks.of(plugins),
                settings.flink(),
                () -> stagingAddress(address)));
    LOG.info(
        "Jobs at {}:{}, artifacts at port {}, expansion at port {}, files in {}",
        at.host(),
        jobPort,
        artifactPort,
        expansionPort < 0 ? "none" : expansionPort,
        artifacts);
  }

  private int listen(
      String name,
      InetSocketAddress address,
      GrpcServer.Binding binding,
      BindableService... services)
      throws IOException {
    List<ServerServiceDefinition> hosted = new ArrayList<>();
    for (BindableService service : services) {
      hosted.add(VendoredService.of(service));
    }
    try {
      GrpcServer server = GrpcServer.start(address, binding, hosted);
      servers.add(server);
      return server.port();
    } catch (IOException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          String.format(
              "The %s server cannot listen at %s:%d: %s. Choose another port with --%s-port, 0 for"
                  + " any free one.",
              name, settings.addresses().host(), address.getPort(), reason.getMessage(), name),
          e);
    }
  }

  /** Where clients stage: the host that they know, for one that is reached by many names. */
  private String stagingAddress(InetAddress address) {
    String host = settings.addresses().host();
    if (address.isAnyLocalAddress()) {
      host = CallerHost.current().orElse("localhost");
    }
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
        + ":"
        + artifactPort;
  }

  /** The port of the Job API. */
  public int jobPort() {
    return jobPort;
  }

  /** The port where artifacts are staged and read. */
  public int artifactPort() {
    return artifactPort;
  }

  /** The port of the expansion service, if there is one. */
  public OptionalInt expansionPort() {
    return expansionPort < 0 ? OptionalInt.empty() : OptionalInt.of(expansionPort);
  }

  /**
   * Waits until the server is closed.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public void awaitClose() throws InterruptedException {
    closed.await();
  }

  /**
   * Ends the server within five seconds. Jobs on a cluster in this JVM are cancelled; those on
   * another one go on. What was staged is deleted, unless the settings keep it.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    servers.forEach(GrpcServer::leave);
    cancelJobs();
    servers.forEach(server -> server.close(LAST_CALLS_MILLIS));
    threads.shutdownNow();
    if (settings.artifacts().directory() == null) {
      JobArtifacts.deleteTree(artifacts);
    } else if (settings.artifacts().cleanPerJob()) {
      jobs.all().forEach(job -> job.artifacts().delete());
    }
    closed.countDown();
  }

  private void cancelJobs() {
    List<Job> cancelled = new ArrayList<>();
    for (Job job : jobs.all()) {
      if (job.isEnded()) {
        continue;
      }
      if (job.isLocal() || !job.isInvoked()) {
        execution.cancel(job);
        cancelled.add(job);
      } else {
        LOG.info("The job {} goes on at {}", job.id(), job.options().getFlinkMaster());
      }
    }
    long limit = System.nanoTime() + CANCEL_MILLIS * 1_000_000;
    try {
      while (!cancelled.stream().allMatch(Job::isEnded) && System.nanoTime() < limit) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
