package org.penstock.job.server;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.jobmanagement.v1.JobApi;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.jspecify.annotations.Nullable;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockPipelineResult;
import org.penstock.job.server.artifact.JobArtifacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job from Prepare to its end. It has one id: that of the preparation is that of the job, so what
 * a client asks for before it runs the job goes on afterwards. Safe for use by several threads.
 */
final class Job {
  private static final Logger LOG = LoggerFactory.getLogger(Job.class);
  private static final Set<JobState.Enum> TERMINAL =
      Set.of(JobState.Enum.DONE, JobState.Enum.FAILED, JobState.Enum.CANCELLED);

  private final Prepared prepared;
  private final EventLog events;
  private final Instant since = Instant.now();
  private RunnerApi.Pipeline pipeline;
  private JobState.Enum state = JobState.Enum.STOPPED;
  private boolean invoked;
  private @Nullable PenstockPipelineResult result;
  private List<MonitoringInfo> metrics = List.of();

  /**
   * What a client has sent.
   *
   * @param id of the job
   * @param sent the options as they were sent
   * @param options the same for the runner
   * @param artifacts what the pipeline depends on
   */
  record Prepared(
      String id, Struct sent, PenstockPipelineOptions options, JobArtifacts artifacts) {}

  Job(Prepared prepared, RunnerApi.Pipeline pipeline, int mostMessages) {
    this.prepared = prepared;
    this.pipeline = pipeline;
    this.events = new EventLog(mostMessages);
    events.state(state, false);
  }

  String id() {
    return prepared.id();
  }

  PenstockPipelineOptions options() {
    return prepared.options();
  }

  /** The options as the client has sent them. */
  Struct sent() {
    return prepared.sent();
  }

  JobArtifacts artifacts() {
    return prepared.artifacts();
  }

  EventLog events() {
    return events;
  }

  /** When it was prepared. */
  Instant since() {
    return since;
  }

  synchronized RunnerApi.Pipeline pipeline() {
    return pipeline;
  }

  /** The name of a step, for people; the id itself for a step inside of what the client fused. */
  synchronized String step(String transformId) {
    RunnerApi.PTransform step = pipeline.getComponents().getTransformsMap().get(transformId);
    return step == null || step.getUniqueName().isEmpty() ? transformId : step.getUniqueName();
  }

  synchronized JobState.Enum state() {
    return state;
  }

  synchronized boolean isInvoked() {
    return invoked;
  }

  synchronized boolean isEnded() {
    return TERMINAL.contains(state);
  }

  /** Whether its Flink goes when this process does. */
  boolean isLocal() {
    return options().getFlinkMaster().startsWith("[");
  }

  JobApi.JobInfo info() {
    return JobApi.JobInfo.newBuilder()
        .setJobId(id())
        .setJobName(options().getJobName())
        .setPipelineOptions(prepared.sent())
        .setState(state())
        .build();
  }

  void message(MessageImportance importance, String text) {
    events.message(importance, text);
  }

  /**
   * Takes the request to run it; what is left to do is {@link JobExecution}'s.
   *
   * @return false if it was run or cancelled before
   */
  synchronized boolean invoke(RunnerApi.Pipeline staged) {
    if (invoked || state != JobState.Enum.STOPPED) {
      return false;
    }
    invoked = true;
    pipeline = staged;
    to(JobState.Enum.STARTING);
    return true;
  }

  /** Flink has accepted the job; false if the job was cancelled meanwhile. */
  synchronized boolean accepted(PenstockPipelineResult running) {
    result = running;
    if (state == JobState.Enum.CANCELLING) {
      return false;
    }
    to(JobState.Enum.RUNNING);
    return true;
  }

  synchronized boolean isCancelling() {
    return state == JobState.Enum.CANCELLING;
  }

  /**
   * Asks the job to end.
   *
   * @return the result to cancel, null if there is nothing to cancel, or not yet
   */
  @Nullable PenstockPipelineResult cancel() {
    synchronized (this) {
      if (isEnded() || state == JobState.Enum.CANCELLING) {
        return null;
      }
      if (invoked) {
        to(JobState.Enum.CANCELLING);
        return result;
      }
    }
    end(JobState.Enum.CANCELLED);
    return null;
  }

  /** Cancels what runs on Flink; returns when it has ended, or cannot be cancelled. */
  void cancel(PenstockPipelineResult running) {
    try {
      running.cancel();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The job {} could not be cancelled", id(), e);
      synchronized (this) {
        if (state == JobState.Enum.CANCELLING) {
          message(
              MessageImportance.JOB_MESSAGE_WARNING,
              "The job could not be cancelled and goes on: " + e.getMessage());
          to(JobState.Enum.RUNNING);
        }
      }
    }
  }

  /** Ends the job. Only the first end counts. */
  void end(JobState.Enum last) {
    List<MonitoringInfo> lastMetrics = metricsIfKnown();
    synchronized (this) {
      if (isEnded()) {
        return;
      }
      metrics = lastMetrics;
      // It holds on to Flink's client and the classes of the job.
      result = null;
      to(last);
    }
  }

  private List<MonitoringInfo> metricsIfKnown() {
    try {
      return metrics();
    } catch (RuntimeException e) {
      LOG.info("The last metrics of the job {} are not known", id(), e);
      return List.of();
    }
  }

  private void to(JobState.Enum next) {
    state = next;
    events.state(next, TERMINAL.contains(next));
  }

  /**
   * The metrics now, or those of the end.
   *
   * @throws IllegalStateException if Flink does not answer
   */
  List<MonitoringInfo> metrics() {
    PenstockPipelineResult running;
    synchronized (this) {
      if (result == null) {
        return metrics;
      }
      running = result;
    }
    return running.monitoringInfos();
  }
}
