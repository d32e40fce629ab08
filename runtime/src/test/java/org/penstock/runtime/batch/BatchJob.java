package org.penstock.runtime.batch;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.values.PCollection;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** A pipeline whose transforms are translated one by one, and run on a cluster in this process. */
final class BatchJob implements TranslationContext {
  private static final int PARALLELISM = 2;

  private final PipelineOptions options;
  private final RunnerApi.Components components;
  private final StreamExecutionEnvironment environment;
  private final Map<String, DataStream<?>> streams = new HashMap<>();
  private final Map<Class<?>, Object> shared = new HashMap<>();
  private final Map<String, String> explained = new HashMap<>();

  /** A pipeline to be translated by hand. */
  static Pipeline pipeline() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(CrashingRunner.class);
    return Pipeline.create(options);
  }

  BatchJob(Pipeline pipeline) {
    this.options = pipeline.getOptions();
    this.components = PipelineTranslation.toProto(pipeline, true).getComponents();
    Configuration configuration = new Configuration();
    BatchMode.configure(configuration);
    this.environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(PARALLELISM);
  }

  /** Has the translator for its URN translate the transform whose output that is. */
  void translate(PCollection<?> output, Iterable<TransformTranslator> translators) {
    TransformNode node = producer(id(output));
    for (TransformTranslator translator : translators) {
      if (translator.urn().equals(node.urn())) {
        translator.translate(node, this);
        return;
      }
    }
    throw new IllegalArgumentException("No translator for " + node.urn());
  }

  private TransformNode producer(String id) {
    return components.getTransformsMap().entrySet().stream()
        .filter(one -> one.getValue().getSubtransformsCount() == 0)
        .filter(one -> one.getValue().getOutputsMap().containsValue(id))
        .map(one -> new TransformNode(one.getKey(), one.getValue()))
        .findFirst()
        .orElseThrow();
  }

  String id(PCollection<?> pcollection) {
    return components.getPcollectionsMap().entrySet().stream()
        .filter(one -> one.getValue().getUniqueName().equals(pcollection.getName()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** What was explained of the transform whose output that is. */
  String explained(PCollection<?> output) {
    return Objects.requireNonNull(explained.get(producer(id(output)).id()));
  }

  /** Runs the job to its end, which has to be a good one. */
  void run() throws Exception {
    MiniClusterConfiguration cluster =
        new MiniClusterConfiguration.Builder()
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(PARALLELISM)
            .withRandomPorts()
            .build();
    MiniCluster running = new MiniCluster(cluster);
    try {
      running.start();
      var job = running.submitJob(environment.getStreamGraph()).get(30, TimeUnit.SECONDS);
      JobResult result = running.requestJobResult(job.getJobID()).get(60, TimeUnit.SECONDS);
      result.toJobExecutionResult(BatchJob.class.getClassLoader());
    } finally {
      running.close();
    }
  }

  @Override
  public RunnerApi.Components components() {
    return components;
  }

  @Override
  public PipelineOptions options() {
    return options;
  }

  @Override
  public StreamExecutionEnvironment environment() {
    return environment;
  }

  @Override
  @SuppressWarnings("unchecked") // the test knows what it put there
  public <T> DataStream<T> stream(String pcollectionId) {
    return (DataStream<T>) Objects.requireNonNull(streams.get(pcollectionId));
  }

  @Override
  public void produce(String pcollectionId, DataStream<?> stream) {
    streams.put(pcollectionId, stream);
  }

  @Override
  public boolean isConsumed(String pcollectionId) {
    return true;
  }

  @Override
  public <T> T shared(Class<T> type, Function<? super TranslationContext, ? extends T> maker) {
    Object there = shared.get(type);
    if (there == null) {
      there = maker.apply(this);
      shared.put(type, there);
    }
    return type.cast(there);
  }

  @Override
  public void explain(TransformNode node, String operator) {
    explained.put(node.id(), operator);
  }
}
