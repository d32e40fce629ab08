package org.penstock.job.server;

import java.util.concurrent.CountDownLatch;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.PipelineTranslation;

/** Pipelines as a Java client sends them. */
final class Pipelines {
  private Pipelines() {}

  /** Counts what it sees. */
  static RunnerApi.Pipeline counting() {
    return with(new Counting());
  }

  /** Fails in user code. */
  static RunnerApi.Pipeline failing() {
    return with(new Failing());
  }

  /** Does not end by itself. */
  static RunnerApi.Pipeline endless() {
    return with(new Endless());
  }

  static RunnerApi.Pipeline with(DoFn<String, String> fn) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(CrashingRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Make", Create.of("a", "b", "a"))
        .apply("Look", ParDo.of(fn))
        .apply("Count", Count.perElement());
    return PipelineTranslation.toProto(pipeline);
  }

  private static final class Counting extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) {
      Metrics.counter("test", "seen").inc();
      out.output(element);
    }
  }

  private static final class Failing extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element) {
      if (!element.isEmpty()) {
        throw new IllegalStateException("no luck with " + element);
      }
    }
  }

  private static final class Endless extends DoFn<String, String> {
    @ProcessElement
    public void process() throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }
}
