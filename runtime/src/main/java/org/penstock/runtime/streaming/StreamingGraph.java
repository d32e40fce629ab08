package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.transformations.KeyedMultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.apache.flink.streaming.api.transformations.SideOutputTransformation;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.ComponentsReader;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.EncodedKeyTypeInfo;
import org.penstock.runtime.KeyedElement;
import org.penstock.runtime.KeyedElementTypeInfo;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.spi.TranslationContext;

/**
 * Adds operators that host processors to the Flink job. There is one for each translation, which
 * all its translators share; like the translation, it is used by one thread.
 */
public final class StreamingGraph {
  private final TranslationContext context;
  private final StreamExecutionEnvironment environment;
  private final SerializablePipelineOptions options;
  private final PipelineComponents components;
  private final boolean checkpointing;
  private final @Nullable String workLeft;
  private final @Nullable TestWiring test;
  private final Map<String, DataStream<?>> derived = new HashMap<>();
  private final Map<Transformation<?>, OperatorSpec<?>> hosted = new HashMap<>();

  private StreamingGraph(TranslationContext context, ComponentsReader reader) {
    this.context = context;
    this.environment = context.environment();
    this.options = new SerializablePipelineOptions(context.options());
    this.components = reader.read(context.components());
    this.checkpointing = environment.getCheckpointConfig().isCheckpointingEnabled();
    this.test = TestJob.isTestJob(context.components()) ? new TestWiring() : null;
    // A test stream's job decides itself when it is over, for which its sources have to end.
    this.workLeft =
        test == null && SourcesStay.areNeeded(context.components(), checkpointing)
            ? UUID.randomUUID().toString()
            : null;
  }

  /**
   * That of the translation, made when the first translator asks.
   *
   * @param reader how the path reads coders; all its translators hand in the same one
   */
  public static StreamingGraph of(TranslationContext context, ComponentsReader reader) {
    return context.shared(StreamingGraph.class, shared -> new StreamingGraph(shared, reader));
  }

  TranslationContext context() {
    return context;
  }

  /** The coders and windowing strategies of the pipeline, as the path reads them. */
  public PipelineComponents components() {
    return components;
  }

  /** The pipeline's options, serialized once for all operators. */
  public SerializablePipelineOptions options() {
    return options;
  }

  /** Whether the job takes checkpoints. */
  public boolean checkpointing() {
    return checkpointing;
  }

  /**
   * The id of what the job's sources stay for after their last record; null if they need not stay.
   */
  @Nullable String workLeft() {
    return workLeft;
  }

  /** How the operators of a job with test streams are joined; null in any other job. */
  @Nullable TestWiring test() {
    return test;
  }

  /**
   * A stream that several transforms need, made when the first one asks.
   *
   * @param name tells it from all others of the translation
   */
  @SuppressWarnings("unchecked") // whoever asks by that name gets what it would have made
  public <T> DataStream<T> once(String name, Supplier<DataStream<T>> maker) {
    DataStream<?> stream = derived.get(name);
    if (stream == null) {
      stream = maker.get();
      derived.put(name, stream);
    }
    return (DataStream<T>) stream;
  }

  /**
   * What an operator is and does.
   *
   * @param name the full name of the transform that it is for; with {@code part} unique in the job,
   *     for it is the operator's id in checkpoints
   * @param part which of the transform's operators it is; empty for the main one
   * @param processor what to do with the input
   * @param output the type of the main output
   * @param sideOutputs the outputs behind the main one
   * @param outlivesInput whether it may have work left that no input causes. Then the sources of
   *     the job stay until it has none, if there are checkpoints or restrictions that they have to
   *     stay for, and it is the first of its task, so that it sees the end of its input
   */
  public record Operator<InputT, OutputT>(
      String name,
      String part,
      ProcessorFactory<InputT> processor,
      TypeInformation<OutputT> output,
      List<OutputTag<?>> sideOutputs,
      boolean outlivesInput) {
    /** Copies the list. */
    public Operator {
      sideOutputs = List.copyOf(sideOutputs);
    }

    /** An operator with one output that is done when its input is. */
    public static <InputT, OutputT> Operator<InputT, OutputT> plain(
        String name,
        String part,
        TypeInformation<OutputT> output,
        ProcessorFactory<InputT> processor) {
      return new Operator<>(name, part, processor, output, List.of(), false);
    }

    String title() {
      return part.isEmpty() ? name : name + " (" + part + ")";
    }
  }

  /** Adds the operator behind the stream, and returns its main output. */
  public <InputT, OutputT> DataStream<OutputT> add(
      DataStream<InputT> input, Operator<InputT, OutputT> operator) {
    return add(input, List.of(), operator);
  }

  /**
   * Adds the operator behind the stream, with side inputs that each of its tasks reads whole, and
   * returns its main output.
   *
   * @param sideInputs streams of {@link WindowedValue}s, which {@link Processor#sideInput} gets
   */
  public <InputT, OutputT> DataStream<OutputT> add(
      DataStream<InputT> input,
      List<DataStream<?>> sideInputs,
      Operator<InputT, OutputT> operator) {
    OperatorSpec<InputT> spec = spec(operator, null, input, sideInputs);
    if (sideInputs.isEmpty()) {
      return added(operator, spec, oneInput(input, operator, spec));
    }
    MultipleInputTransformation<OutputT> transformation =
        new MultipleInputTransformation<>(
            operator.title(),
            multiInput(spec),
            operator.output(),
            environment.getParallelism(),
            false);
    transformation.addInput(input.getTransformation());
    sideInputs.forEach(side -> transformation.addInput(side.broadcast().getTransformation()));
    return added(operator, spec, transformation);
  }

  /** Adds the operator behind all of the streams, in a job with test streams. */
  <T> DataStream<T> addMerging(List<DataStream<T>> inputs, Operator<T, T> operator) {
    OperatorSpec<T> spec =
        spec(operator, null, inputs.get(0), List.copyOf(inputs.subList(1, inputs.size())));
    MultipleInputTransformation<T> transformation =
        new MultipleInputTransformation<>(
            operator.title(),
            new MergingOperator.Factory<>(spec, inputs.size()),
            operator.output(),
            environment.getParallelism(),
            false);
    inputs.forEach(input -> transformation.addInput(input.getTransformation()));
    return added(operator, spec, transformation);
  }

  /**
   * Sends key-value pairs to the tasks of their keys: {@link #addKeyed} takes what it returns. It
   * is done in the operator that makes the pairs, or, if that is none of ours, in one of its own.
   *
   * @param name the full name of the transform that it is for
   * @param keyCoder encodes the keys, to equal bytes if they are equal
   * @param crossing how values are written, with their timestamps and windows
   */
  public <K, V> DataStream<KeyedElement<V>> addSender(
      DataStream<WindowedValue<KV<K, V>>> pairs,
      String name,
      Coder<K> keyCoder,
      WindowedValueCodec<V> crossing) {
    KeyedElementTypeInfo<V> type = new KeyedElementTypeInfo<>(crossing);
    Transformation<?> producer = pairs.getTransformation();
    OutputTag<?> tag = null;
    if (producer instanceof SideOutputTransformation<?> side) {
      producer = side.getInputs().get(0);
      tag = side.getOutputTag();
    }
    OperatorSpec<?> spec = hosted.get(producer);
    // The inputs of an operator in a job with test streams are joined one by one.
    if (spec == null || test != null) {
      return add(
          pairs,
          Operator.plain(
              name, "send", type, task -> new ToKeyedElement<>(keyCoder, task.output())));
    }
    int output = tag == null ? 0 : 1 + spec.sideOutputs().indexOf(tag);
    return new SideOutputDataStream<>(
        environment,
        new SideOutputTransformation<>(producer, spec.senders().add(output, keyCoder, type)));
  }

  /**
   * Adds an operator whose input is partitioned by key, with state and timers, and returns its main
   * output.
   *
   * @param sideInputs streams of {@link WindowedValue}s that each of its tasks reads whole
   * @param windows the coder of the windows that state is kept for
   */
  public <V, OutputT> DataStream<OutputT> addKeyed(
      DataStream<KeyedElement<V>> input,
      List<DataStream<?>> sideInputs,
      Coder<? extends BoundedWindow> windows,
      Operator<KeyedElement<V>, OutputT> operator) {
    OperatorSpec<KeyedElement<V>> spec = spec(operator, windows, input, sideInputs);
    EncodedKeyTypeInfo keys = EncodedKeyTypeInfo.INSTANCE;
    DataStream<KeyedElement<V>> byKey = input.keyBy(KeyedElement::key, keys);
    if (sideInputs.isEmpty()) {
      OneInputTransformation<KeyedElement<V>, OutputT> transformation =
          oneInput(byKey, operator, spec);
      transformation.setStateKeySelector(KeyedElement::key);
      transformation.setStateKeyType(keys);
      return added(operator, spec, transformation);
    }
    KeyedMultipleInputTransformation<OutputT> transformation =
        new KeyedMultipleInputTransformation<>(
            operator.title(),
            multiInput(spec),
            operator.output(),
            environment.getParallelism(),
            false,
            keys);
    transformation.addInput(
        byKey.getTransformation(), (KeySelector<KeyedElement<V>, EncodedKey>) KeyedElement::key);
    sideInputs.forEach(side -> addUnkeyed(transformation, side));
    return added(operator, spec, transformation);
  }

  @SuppressWarnings("NullAway") // Flink's contract has null for an input without a key
  private static void addUnkeyed(
      KeyedMultipleInputTransformation<?> transformation, DataStream<?> side) {
    transformation.addInput(side.broadcast().getTransformation(), null);
  }

  private <InputT> OperatorSpec<InputT> spec(
      Operator<InputT, ?> operator,
      @Nullable Coder<? extends BoundedWindow> windows,
      DataStream<InputT> input,
      List<DataStream<?>> sideInputs) {
    List<Transformation<?>> inputs = new ArrayList<>();
    inputs.add(input.getTransformation());
    sideInputs.forEach(side -> inputs.add(side.getTransformation()));
    return new OperatorSpec<>(
        operator.name(),
        operator.processor(),
        options,
        operator.sideOutputs(),
        new Senders(),
        windows,
        sideInputs.size(),
        checkpointing,
        operator.outlivesInput() && workLeft != null ? SourcesStay.of(workLeft, inputs) : null,
        test == null ? null : test.connect(input, sideInputs));
  }

  private <InputT, OutputT> OneInputTransformation<InputT, OutputT> oneInput(
      DataStream<InputT> input, Operator<InputT, OutputT> operator, OperatorSpec<InputT> spec) {
    return new OneInputTransformation<>(
        input.getTransformation(),
        operator.title(),
        spec.sources() == null
            ? new SingleInputOperator.Plain<InputT, OutputT>(
                spec, operator.outlivesInput() ? ChainingStrategy.HEAD : ChainingStrategy.ALWAYS)
            : new SingleInputOperator.Coordinated<InputT, OutputT>(spec, spec.sources()),
        operator.output(),
        environment.getParallelism(),
        false);
  }

  private static <InputT, OutputT> SideInputOperator.Factory<InputT, OutputT> multiInput(
      OperatorSpec<InputT> spec) {
    return spec.sources() == null
        ? new SideInputOperator.Plain<>(spec)
        : new SideInputOperator.Coordinated<>(spec, spec.sources());
  }

  private <OutputT> DataStream<OutputT> added(
      Operator<?, OutputT> operator,
      OperatorSpec<?> spec,
      PhysicalTransformation<OutputT> transformation) {
    transformation.setUid(operator.title());
    if (test != null && spec.wires() != null) {
      test.added(transformation, spec.wires());
    }
    environment.addOperator(transformation);
    hosted.put(transformation, spec);
    return new DataStream<>(environment, transformation);
  }
}
