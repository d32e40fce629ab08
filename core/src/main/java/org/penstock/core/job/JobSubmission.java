package org.penstock.core.job;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.penstock.core.JobSubmissionException;
import org.penstock.core.PenstockPipelineOptions;

/** Hands a job to Flink. */
public final class JobSubmission {
  private JobSubmission() {}

  /**
   * Submits the operators of an environment as a job and returns when Flink has accepted it.
   *
   * @throws JobSubmissionException if Flink cannot be reached, or does not take the job; or if the
   *     job is to start from a savepoint that is none
   */
  public static FlinkJob submit(
      StreamExecutionEnvironment environment, PenstockPipelineOptions options) {
    FlinkMaster master = FlinkMaster.of(options.getFlinkMaster());
    String name = options.getJobName();
    try {
      if (master instanceof FlinkMaster.Remote remote) {
        return remote(environment, options, remote.rest());
      }
      return master instanceof FlinkMaster.Local || environment instanceof LocalStreamEnvironment
          ? local(environment, name)
          : new RemoteJob(
              environment.executeAsync(name),
              Optional.empty(),
              SavepointSettings.of(environment.getConfiguration()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobSubmissionException("Interrupted while submitting the job " + name + ".", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new JobSubmissionException(
          String.format(
              "Flink at %s did not take the job %s: %s",
              options.getFlinkMaster(), name, JobFailure.rootMessage(e)),
          e);
    }
  }

  private static FlinkJob remote(
      StreamExecutionEnvironment environment, PenstockPipelineOptions options, URI rest)
      throws Exception {
    List<Path> files = StagedFiles.of(options.getFilesToStage());
    Configuration jars = new Configuration();
    jars.set(PipelineOptions.JARS, files.stream().map(file -> file.toUri().toString()).toList());
    environment.configure(jars);
    return new RemoteJob(
        environment.executeAsync(options.getJobName()),
        Optional.of(rest),
        SavepointSettings.of(environment.getConfiguration()));
  }

  private static FlinkJob local(StreamExecutionEnvironment environment, String name)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.addAll((Configuration) environment.getConfiguration());
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(name);
    // Flink 2.3 gives a graph no id of its own.
    graph.setJobId(new JobID());
    SavepointRestoreSettings restore = SavepointRestoreSettings.fromConfiguration(configuration);
    SavepointCheck.readable(restore);
    graph.setSavepointRestoreSettings(restore);
    graph.serializeUserDefinedInstances();
    MiniCluster cluster =
        new MiniCluster(
            LocalCluster.of(
                configuration, graph.getMaximumParallelism(), Runtime.getRuntime().maxMemory()));
    try {
      cluster.start();
      URI rest = cluster.getRestAddress().get();
      JobID id = cluster.submitJob(graph).get().getJobID();
      return new LocalJob(
          id, cluster, rest, SavepointSettings.of(environment.getConfiguration()), loader());
    } catch (Exception e) {
      close(cluster, e);
      throw e;
    }
  }

  private static void close(MiniCluster cluster, Exception failure) {
    try {
      cluster.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /** What has the classes of the user's program. */
  static ClassLoader loader() {
    ClassLoader current = Thread.currentThread().getContextClassLoader();
    return current == null ? JobSubmission.class.getClassLoader() : current;
  }
}
