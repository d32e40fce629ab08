package org.penstock.core.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TranslationContext;

/** One translation as its translators see it. */
final class JobTranslation implements TranslationContext {
  private final RunnerApi.Components components;
  private final PipelineOptions options;
  private final StreamExecutionEnvironment environment;
  private final Map<String, DataStream<?>> streams = new HashMap<>();
  private final Map<String, String> operators = new HashMap<>();
  private final Map<Class<?>, Object> shared = new HashMap<>();
  private final Set<String> consumed = new HashSet<>();

  JobTranslation(
      RunnerApi.Components components,
      PipelineOptions options,
      StreamExecutionEnvironment environment) {
    this.components = components;
    this.options = options;
    this.environment = environment;
  }

  /** Notes what the transforms read, before the first of them is translated. */
  void consumers(List<GraphNode> taken) {
    taken.forEach(node -> consumed.addAll(node.inputs()));
  }

  /** What a translator has said about the operator that takes a transform. */
  Optional<String> operator(TransformNode node) {
    return Optional.ofNullable(operators.get(node.id()));
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
  @SuppressWarnings("unchecked") // The element type of a stream is its producer's promise.
  public <T> DataStream<T> stream(String pcollectionId) {
    DataStream<?> stream = streams.get(pcollectionId);
    if (stream == null) {
      throw new IllegalStateException(
          "No translator has given a stream to the PCollection "
              + pcollectionId
              + ". Those that have one: "
              + streams.keySet());
    }
    return (DataStream<T>) stream;
  }

  @Override
  public void produce(String pcollectionId, DataStream<?> stream) {
    if (streams.putIfAbsent(pcollectionId, stream) != null) {
      throw new IllegalStateException(
          "The PCollection " + pcollectionId + " has a stream already, and was given another");
    }
  }

  @Override
  public boolean isConsumed(String pcollectionId) {
    return consumed.contains(pcollectionId);
  }

  @Override
  public <T> T shared(Class<T> type, Function<? super TranslationContext, ? extends T> maker) {
    Object found = shared.get(type);
    if (found == null) {
      found = maker.apply(this);
      shared.put(type, found);
    }
    return type.cast(found);
  }

  @Override
  public void explain(TransformNode node, String operator) {
    operators.put(node.id(), operator);
  }
}
