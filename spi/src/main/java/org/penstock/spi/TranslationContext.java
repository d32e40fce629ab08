package org.penstock.spi;

import java.util.function.Function;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What a translator sees of the pipeline and of the Flink job that grows from it.
 *
 * <p>Used by one thread, during translation only; never serialized into an operator.
 */
public interface TranslationContext {
  /** The components of the pipeline that is translated, composites included. */
  RunnerApi.Components components();

  /** The pipeline's options. */
  PipelineOptions options();

  /** The Flink environment that the operators are added to. */
  StreamExecutionEnvironment environment();

  /**
   * The stream that carries a PCollection. Producers are translated before consumers, so the stream
   * of each input of the current transform is there.
   *
   * @throws IllegalStateException if nothing has produced that PCollection
   */
  <T> DataStream<T> stream(String pcollectionId);

  /**
   * Makes {@code stream} the one that carries the PCollection.
   *
   * @throws IllegalStateException if the PCollection has a stream already
   */
  void produce(String pcollectionId, DataStream<?> stream);

  /** Whether any transform reads the PCollection, as main or as side input. */
  boolean isConsumed(String pcollectionId);

  /**
   * What translators keep together while one pipeline is translated: made when the first of them
   * asks, and the same object for all that ask for that class later.
   */
  <T> T shared(Class<T> type, Function<? super TranslationContext, ? extends T> maker);

  /**
   * Notes for {@code penstock explain} which Flink operator takes the transform.
   *
   * @param operator a short name, such as {@code sorted grouping}
   */
  void explain(TransformNode node, String operator);
}
