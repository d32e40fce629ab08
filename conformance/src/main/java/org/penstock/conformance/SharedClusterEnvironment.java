package org.penstock.conformance;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Pipeline;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * What {@code StreamExecutionEnvironment.getExecutionEnvironment} gives in a JVM that runs tests:
 * an environment with the caller's configuration, whose jobs go to the shared cluster.
 */
@SuppressWarnings("try") // StreamExecutionEnvironment.close() may throw InterruptedException.
final class SharedClusterEnvironment extends StreamExecutionEnvironment {

  private static final String TARGET = "conformance";

  private SharedClusterEnvironment(Executors executors, Configuration configuration) {
    super(executors, configuration, SharedClusterEnvironment.class.getClassLoader());
  }

  /** Makes every later {@code getExecutionEnvironment}, of any thread, answer with this class. */
  static void install(MiniCluster cluster, int parallelism) {
    Executors executors = new Executors(cluster);
    initializeContextEnvironment(
        configuration -> {
          Configuration merged = new Configuration(configuration);
          merged.set(DeploymentOptions.TARGET, TARGET);
          merged.set(DeploymentOptions.ATTACHED, true);
          if (!configuration.contains(CoreOptions.DEFAULT_PARALLELISM)) {
            merged.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
          }
          return new SharedClusterEnvironment(executors, merged);
        });
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
                      submitted.getJobID(),
                      cluster,
                      classLoader,
                      MiniClusterJobClient.JobFinalizationBehavior.NOTHING));
    }
  }
}
