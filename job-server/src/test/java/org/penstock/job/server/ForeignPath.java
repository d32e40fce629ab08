package org.penstock.job.server;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Spi;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;
import org.penstock.spi.TranslationPath;

/** A path for pipelines of other SDKs, to be found by servers that ask for it. */
public final class ForeignPath implements PipelineTranslator {
  /** For {@code ServiceLoader}. */
  public ForeignPath() {}

  /** A server that finds this plugin. */
  static JobServer server(Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(PipelineTranslator.class.getName()), ForeignPath.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new URLClassLoader(new URL[] {folder.toUri().toURL()}, before));
    try {
      return JobServer.start(JobServerSettings.defaults());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public String name() {
    return "foreign-path";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public TranslationPath path() {
    return TranslationPath.PORTABLE_BATCH;
  }

  @Override
  public List<TransformTranslator> transforms() {
    return List.of();
  }

  @Override
  public Set<String> stageUrns() {
    return Set.of();
  }

  @Override
  public void translateStage(Stage stage, TranslationContext context) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void configure(
      Configuration configuration, PipelineOptions options, RunnerApi.Components components) {}
}
