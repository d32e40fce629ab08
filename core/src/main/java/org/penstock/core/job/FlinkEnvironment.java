package org.penstock.core.job;

import java.net.URI;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.spi.PipelineTranslator;

/** The Flink environment that a pipeline is translated into. */
public final class FlinkEnvironment {
  private FlinkEnvironment() {}

  /**
   * An environment for the master that the options name.
   *
   * @param path sets what it needs on the configuration
   * @param components those of the pipeline
   * @throws IllegalArgumentException if an option has a value that it does not take
   */
  public static StreamExecutionEnvironment create(
      PenstockPipelineOptions options, PipelineTranslator path, RunnerApi.Components components) {
    FlinkMaster master = FlinkMaster.of(options.getFlinkMaster());
    Configuration configuration = FlinkSettings.of(options);
    if (master instanceof FlinkMaster.Remote remote) {
      remote(configuration, remote.rest());
    } else if (master instanceof FlinkMaster.Local) {
      local(configuration);
    }
    path.configure(configuration, options, components);
    return master instanceof FlinkMaster.Auto
        ? StreamExecutionEnvironment.getExecutionEnvironment(configuration)
        : new StreamExecutionEnvironment(configuration);
  }

  private static void local(Configuration configuration) {
    configuration.set(DeploymentOptions.TARGET, "local");
    configuration.set(DeploymentOptions.ATTACHED, true);
    if (!configuration.contains(CoreOptions.DEFAULT_PARALLELISM)) {
      configuration.set(
          CoreOptions.DEFAULT_PARALLELISM, Runtime.getRuntime().availableProcessors());
    }
  }

  private static void remote(Configuration configuration, URI rest) {
    configuration.set(DeploymentOptions.TARGET, "remote");
    configuration.set(RestOptions.ADDRESS, rest.getHost());
    configuration.set(RestOptions.PORT, rest.getPort());
    if ("https".equals(rest.getScheme())) {
      configuration.set(SecurityOptions.SSL_REST_ENABLED, true);
    }
    String path = rest.getPath();
    if (path != null && path.length() > 1) {
      configuration.set(RestOptions.PATH, path);
    }
  }
}
