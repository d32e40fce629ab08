package org.penstock.core;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.Configuration;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.Spi;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TransformTranslatorPlugin;
import org.penstock.spi.TranslationContext;
import org.penstock.spi.TranslationPath;
import org.penstock.spi.WorkerRequest;

/** Plugins that do not fit. */
public final class BadPlugins {
  private BadPlugins() {}

  /** A sound plugin; the others are made out of it. */
  public static class ForgetfulTransform implements TransformTranslatorPlugin {
    /** For the service loader. */
    public ForgetfulTransform() {}

    @Override
    public String name() {
      return "forgetful";
    }

    @Override
    public int spiVersion() {
      return Spi.VERSION;
    }

    @Override
    public String urn() {
      return "test:forgetful";
    }

    @Override
    public Set<TranslationPath> paths() {
      return Set.of(TranslationPath.CLASSIC_BATCH);
    }

    @Override
    public void translate(TransformNode node, TranslationContext context) {
      throw new UnsupportedOperationException();
    }
  }

  /** Cannot be made. */
  public static final class Throwing extends ForgetfulTransform {
    /** For the service loader. */
    public Throwing() {
      throw new IllegalStateException("not today");
    }
  }

  /** Lacks a class. */
  public static final class Unlinked extends ForgetfulTransform {
    /** For the service loader. */
    public Unlinked() {
      throw new NoClassDefFoundError("org/example/Gone");
    }
  }

  /** Was compiled against another plugin API. */
  public static final class OtherVersion extends ForgetfulTransform {
    /** For the service loader. */
    public OtherVersion() {}

    @Override
    public int spiVersion() {
      return 99;
    }
  }

  /** Fails when it is asked for its name. */
  public static final class Speechless extends ForgetfulTransform {
    /** For the service loader. */
    public Speechless() {}

    @Override
    public String name() {
      throw new UnsupportedOperationException("no name");
    }
  }

  /** A second plugin for a path. */
  public static final class SecondBatchPath implements PipelineTranslator {
    /** For the service loader. */
    public SecondBatchPath() {}

    @Override
    public String name() {
      return "second-batch";
    }

    @Override
    public int spiVersion() {
      return Spi.VERSION;
    }

    @Override
    public TranslationPath path() {
      return TranslationPath.CLASSIC_BATCH;
    }

    @Override
    public Collection<? extends TransformTranslator> transforms() {
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

  /** An environment. */
  record Environment(String name) implements EnvironmentProvider {
    @Override
    public int spiVersion() {
      return Spi.VERSION;
    }

    @Override
    public String urn() {
      return "beam:env:test:v1";
    }

    @Override
    public SdkWorker start(WorkerRequest request) throws IOException {
      throw new IOException("not in this test");
    }
  }
}
