package org.penstock.job.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.job.server.artifact.JobArtifacts;

/**
 * The jobs that the server knows: those that were prepared, for a time; those that run; and the
 * last ones that have ended. Safe for use by several threads.
 */
final class Jobs {
  private static final int TOKEN_BYTES = 24;

  private final JobServerSettings.Limits limits;
  private final boolean cleanArtifacts;
  private final Path artifacts;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Job> byId = new ConcurrentSkipListMap<>();
  private final Map<String, Job> byToken = new ConcurrentHashMap<>();
  private final Deque<Job> ended = new ArrayDeque<>();

  Jobs(JobServerSettings settings, Path artifacts) {
    this.limits = settings.limits();
    this.cleanArtifacts = settings.artifacts().cleanPerJob();
    this.artifacts = artifacts;
  }

  /**
   * A job that was prepared.
   *
   * @param job the job
   * @param token allows to stage its artifacts
   */
  record Preparation(Job job, String token) {}

  Preparation prepare(Struct sent, PenstockPipelineOptions options, RunnerApi.Pipeline pipeline) {
    dropForgotten();
    String unique = UUID.randomUUID().toString();
    String id = fileName(options.getJobName()) + "_" + unique;
    String token = secret();
    JobArtifacts staged =
        new JobArtifacts(
            artifacts.resolve("job-" + unique),
            PipelineEnvironments.dependencies(pipeline.getComponents()));
    Job job =
        new Job(new Job.Prepared(id, sent, options, staged), pipeline, limits.messagesPerJob());
    byId.put(id, job);
    byToken.put(token, job);
    return new Preparation(job, token);
  }

  /** The name of a job as one of files. */
  static String fileName(String jobName) {
    return jobName.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private String secret() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void dropForgotten() {
    Instant limit = Instant.now().minus(Duration.ofMinutes(limits.preparedMinutes()));
    for (Job job : List.copyOf(byId.values())) {
      if (!job.isInvoked() && job.since().isBefore(limit) && job.cancel() == null) {
        ended(job);
      }
    }
  }

  /**
   * The job with an id.
   *
   * @throws org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException if there is none
   */
  Job get(String id) {
    Job job = byId.get(id);
    if (job == null) {
      throw Status.NOT_FOUND
          .withDescription(
              String.format(
                  "There is no job '%s'. It never was here, or it has ended and %d others after it.",
                  id, limits.history()))
          .asRuntimeException();
    }
    return job;
  }

  /** What may be staged with a token. */
  Optional<JobArtifacts> artifacts(String token) {
    return Optional.ofNullable(byToken.get(token)).map(Job::artifacts);
  }

  /** All that were run, and all that were cancelled before. */
  List<Job> invoked() {
    return byId.values().stream().filter(job -> job.isInvoked() || job.isEnded()).toList();
  }

  Collection<Job> all() {
    return List.copyOf(byId.values());
  }

  /** Keeps a job that has ended for a while, and lets the oldest go. */
  void ended(Job job) {
    byToken.values().remove(job);
    if (cleanArtifacts || !job.isInvoked()) {
      job.artifacts().delete();
    }
    List<Job> gone = new ArrayList<>();
    synchronized (ended) {
      if (ended.contains(job)) {
        return;
      }
      ended.add(job);
      while (ended.size() > limits.history()) {
        gone.add(ended.remove());
      }
    }
    gone.forEach(one -> byId.remove(one.id()));
  }
}
