package org.penstock.example.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.junit.jupiter.api.Test;
import org.penstock.core.Explanation;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;

final class LocalRedistributionTest {
  private static final long ELEMENTS = 1000;

  /** Counts what comes out of the redistribution. */
  static final class Count extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;

    private final Counter elements = Metrics.counter("test", "elements");

    @ProcessElement
    public void process(@Element Long element) {
      elements.inc();
    }
  }

  private final Pipeline pipeline = pipeline();

  private static Pipeline pipeline() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setParallelism(2);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(GenerateSequence.from(0).to(ELEMENTS))
        .apply("Spread", Redistribute.arbitrarily())
        .apply("Count", ParDo.of(new Count()));
    return pipeline;
  }

  @Test
  void goesBeforeThePathsOwnTranslator() {
    assertThat(Explanation.of(pipeline).entries())
        .filteredOn(entry -> entry.transform().equals("Spread"))
        .singleElement()
        .isEqualTo(
            new Explanation.Entry(
                "Spread",
                new LocalRedistribution().urn(),
                "local redistribution",
                "local-redistribution"));
  }

  @Test
  void losesNothing() {
    PipelineResult result = pipeline.run();

    assertThat(result.getState()).isEqualTo(PipelineResult.State.DONE);
    assertThat(
            result
                .metrics()
                .queryMetrics(
                    MetricsFilter.builder()
                        .addNameFilter(MetricNameFilter.named("test", "elements"))
                        .build())
                .getCounters())
        .singleElement()
        .satisfies(counter -> assertThat(counter.getCommitted()).isEqualTo(ELEMENTS));
  }
}
