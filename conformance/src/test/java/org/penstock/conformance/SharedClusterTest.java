package org.penstock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class SharedClusterTest {

  private static SharedCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = SharedCluster.start();
  }

  @Test
  void runsAJobOfTheContextsEnvironmentAndKeepsItsConfiguration() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);

    assertThat(environment.getConfiguration().get(ExecutionOptions.RUNTIME_MODE))
        .isEqualTo(RuntimeExecutionMode.BATCH);
    assertThat(environment.getParallelism()).isEqualTo(SharedCluster.PARALLELISM);
    environment.fromSequence(1, 10).sinkTo(new DiscardingSink<>());
    assertThat(environment.execute().getNetRuntime(TimeUnit.MINUTES)).isZero();
    assertThat(cluster.cancelJobs()).isEmpty();
  }

  @Test
  void cancelsWhatIsStillRunning() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.fromSequence(0, Long.MAX_VALUE).sinkTo(new DiscardingSink<>());
    JobClient job = environment.executeAsync();

    List<JobID> cancelled = cluster.cancelJobs();

    assertThat(cancelled).containsExactly(job.getJobID());
    assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.CANCELED);
  }
}
