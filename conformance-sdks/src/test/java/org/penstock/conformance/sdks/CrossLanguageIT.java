package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.extensions.python.PythonExternalTransform;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.PythonCallableSource;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;
import org.penstock.examples.kafka.KafkaBroker;

/** Transforms of one SDK in a pipeline of another, without any container. */
@DisabledIfSystemProperty(named = "conformance.python.skip", matches = "true")
@Timeout(600)
final class CrossLanguageIT {
  private static final int RECORDS = 2_000;

  private final Setting setting = Setting.read();
  @TempDir private Path folder;

  @Test
  void aPythonPipelineWritesToKafkaAndAnotherReadsItWithoutEnd() throws Exception {
    PythonSdk sdk = PythonSdk.prepare(setting, true);
    Path log = folder.resolve("numbers");
    Path serverLog = setting.work().resolve("kafka-server.log");
    try (KafkaBroker broker = KafkaBroker.start(Files.createDirectory(folder.resolve("kafka")));
        JobServerProcess server = JobServerProcess.start(setting.jar(), serverLog)) {
      new PythonProgram(sdk, server, setting.work())
          .run(
              "kafka",
              "kafka_round_trip.py",
              sdk.boot(),
              "--bootstrap=" + broker.bootstrapServers(),
              "--expansion=" + server.expansion(),
              "--records=" + RECORDS,
              "--log=" + log)
          .runWell();
    }

    assertThat(Files.readAllLines(log))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, RECORDS).mapToObj(i -> "key " + i % 7 + " " + i).toList());
  }

  /** The runner is told nothing of it: it sees that a worker is needed, and for Java's part too. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aJavaPipelineHasAPythonTransform(boolean streaming) throws Exception {
    PythonSdk sdk = PythonSdk.prepare(setting, false);
    Path log = setting.work().resolve("python-expansion.log");
    try (PythonExpansion python = PythonExpansion.start(sdk, log)) {
      PenstockPipelineOptions options =
          PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
      options.setRunner(PenstockRunner.class);
      options.setParallelism(2);
      Pipeline pipeline = Pipeline.create(options);
      GenerateSequence numbers = GenerateSequence.from(0).to(RECORDS);
      pipeline
          .apply(streaming ? numbers.withRate(RECORDS, Duration.standardSeconds(2)) : numbers)
          .apply(
              "tens",
              PythonExternalTransform.<PCollection<Long>, PCollection<Long>>from(
                      "apache_beam.Map", python.endpoint())
                  .withArgs(PythonCallableSource.of("lambda x: x * 10"))
                  .withOutputCoder(VarLongCoder.of()))
          .apply("sum", ParDo.of(new Adding()));

      PipelineResult result = pipeline.run();

      assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
      MetricQueryResults metrics = result.metrics().queryMetrics(MetricsFilter.builder().build());
      assertThat(metrics.getCounters())
          .filteredOn(counter -> counter.getName().getName().equals(Adding.NAME))
          .extracting(MetricResult::getAttempted)
          .containsExactly(10L * RECORDS * (RECORDS - 1) / 2);
    }
  }

  private static final class Adding extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1L;
    static final String NAME = "sum";

    private final Counter sum = Metrics.counter(Adding.class, NAME);

    /** Called by Beam. */
    @ProcessElement
    public void process(@Element Long number) {
      sum.inc(number);
    }
  }
}
