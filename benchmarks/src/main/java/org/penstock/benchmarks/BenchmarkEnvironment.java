package org.penstock.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Pipeline;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * What {@code StreamExecutionEnvironment.getExecutionEnvironment} gives in this JVM, to both sides:
 * an environment whose jobs go to the one cluster.
 */
@SuppressWarnings("try") // StreamExecutionEnvironment.close() may throw InterruptedException.
final class BenchmarkEnvironment extends StreamExecutionEnvironment {
  private static final String TARGET = "benchmarks";

  private BenchmarkEnvironment(Executors executors, Configuration configuration) {
    super(executors, configuration, BenchmarkEnvironment.class.getClassLoader());
  }

  /** Makes every later {@code getExecutionEnvironment} submit to the cluster. */
  static void install(MiniCluster cluster) {
    Executors executors = new Executors(cluster);
    initializeContextEnvironment(
        configuration -> {
          Configuration merged = new Configuration(configuration);
          merged.set(DeploymentOptions.TARGET, TARGET);
          merged.set(DeploymentOptions.ATTACHED, true);
          return new BenchmarkEnvironment(executors, merged);
        });
  }

  /** Undoes {@link #install}. */
  static void remove() {
    resetContextEnvironment();
  }

  /** Submits to the cluster; loader, factory and executor in one, for there is no choice. */
  private record Executors(MiniCluster cluster)
      implements PipelineExecutorServiceLoader, PipelineExecutorFactory, PipelineExecutor {
    @Override
    public PipelineExecutorFactory getExecutorFactory(Configuration configuration) {
      return this;
    }

    @Override
    public Stream<String> getExecutorNames() {
      return Stream.of(TARGET);
    }

    @Override
    public String getName() {
      return TARGET;
    }

    @Override
    public boolean isCompatibleWith(Configuration configuration) {
      return true;
    }

    @Override
    public PipelineExecutor getExecutor(Configuration configuration) {
      return this;
    }

    @Override
    public CompletableFuture<JobClient> execute(
        Pipeline pipeline, Configuration configuration, ClassLoader classLoader) throws Exception {
      StreamGraph graph = PipelineExecutorUtils.getStreamGraph(pipeline, configuration);
      graph.serializeUserDefinedInstances();
      return cluster
          .submitJob(graph)
          .thenApply(
              submitted ->
                  new MiniClusterJobClient(
                      submitted.getJobID(), cluster, classLoader, JobFinalizationBehavior.NOTHING));
    }
  }
}
