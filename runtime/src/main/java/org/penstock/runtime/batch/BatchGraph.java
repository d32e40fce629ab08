package org.penstock.runtime.batch;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.apache.flink.util.OutputTag;
import org.penstock.runtime.ComponentsReader;
import org.penstock.runtime.HashPartitioner;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.ShuffleRecordTypeInfo;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.WindowedValueTypeInfo;
import org.penstock.spi.TranslationContext;

/** Adds operators that host processors to the Flink job. */
public final class BatchGraph {
  /** The share of the slot's managed memory for an operator that sorts; all have the same. */
  private static final int SORTING_WEIGHT = 128;

  private final StreamExecutionEnvironment environment;
  private final SerializablePipelineOptions options;
  private final PipelineComponents components;

  private BatchGraph(TranslationContext context, ComponentsReader reader) {
    this.environment = context.environment();
    this.options = new SerializablePipelineOptions(context.options());
    this.components = reader.read(context.components());
  }

  /**
   * That of the translation: its coders are read, and its options are serialized, once.
   *
   * @param reader how the path reads coders and windowing strategies; the first one that is given
   *     in a translation counts
   */
  public static BatchGraph of(TranslationContext context, ComponentsReader reader) {
    return context.shared(BatchGraph.class, shared -> new BatchGraph(shared, reader));
  }

  /** The coders and windowing strategies of the pipeline. */
  public PipelineComponents components() {
    return components;
  }

  /** The options of the pipeline, as they travel to the tasks. */
  public SerializablePipelineOptions options() {
    return options;
  }

  /**
   * What an operator is and does.
   *
   * @param name as Flink shows it
   * @param processor what to do with the input
   * @param output the type of the main output
   * @param sideOutputs the outputs behind the main one
   * @param sorts whether it needs memory to sort
   */
  public record Operator<InputT, OutputT>(
      String name,
      ProcessorFactory<InputT> processor,
      TypeInformation<OutputT> output,
      List<OutputTag<?>> sideOutputs,
      boolean sorts) {
    /** Copies the list. */
    public Operator {
      sideOutputs = List.copyOf(sideOutputs);
    }

    /** An operator with one output that needs no memory. */
    public static <InputT, OutputT> Operator<InputT, OutputT> plain(
        String name, TypeInformation<OutputT> output, ProcessorFactory<InputT> processor) {
      return new Operator<>(name, processor, output, List.of(), false);
    }

    /** An operator with one output that needs memory to sort. */
    public static <InputT, OutputT> Operator<InputT, OutputT> sorting(
        String name, TypeInformation<OutputT> output, ProcessorFactory<InputT> processor) {
      return new Operator<>(name, processor, output, List.of(), true);
    }
  }

  /** Adds the operator behind the stream, and returns its main output. */
  public <InputT, OutputT> DataStream<OutputT> add(
      DataStream<InputT> input, Operator<InputT, OutputT> operator) {
    return add(input, List.of(), operator);
  }

  /**
   * Adds the operator behind the stream, with side inputs that each of its tasks reads whole.
   *
   * @param sideInputs streams of PCollections, in the order of {@link ProcessorContext#sideInputs}
   * @return its main output
   */
  public <InputT, OutputT> DataStream<OutputT> add(
      DataStream<InputT> input,
      List<DataStream<?>> sideInputs,
      Operator<InputT, OutputT> operator) {
    ProcessorSpec<InputT> spec =
        new ProcessorSpec<>(operator.processor(), options, operator.sideOutputs());
    PhysicalTransformation<OutputT> transformation =
        sideInputs.isEmpty()
            ? oneInput(input, operator, spec)
            : withSideInputs(input, sideInputs, operator, spec);
    if (operator.sorts()) {
      transformation.declareManagedMemoryUseCaseAtOperatorScope(
          ManagedMemoryUseCase.OPERATOR, SORTING_WEIGHT);
    }
    environment.addOperator(transformation);
    return new DataStream<>(environment, transformation);
  }

  /**
   * Adds an operator that gets its input key by key: behind a shuffle, and sorted. One more
   * operator before the shuffle encodes the elements.
   *
   * @param sideInputs streams of PCollections, in the order of {@link ProcessorContext#sideInputs}
   * @return its main output
   */
  public <K, V, OutputT> DataStream<OutputT> addKeyed(
      KeyedInput<K, V> input,
      List<DataStream<?>> sideInputs,
      KeyedOperator<K, V, OutputT> operator) {
    KeyedElementCodec<K, V> codec = new KeyedElementCodec<>(input.coder(), input.windowCoder());
    KeyedEncoder.Order<K, V> order =
        input.inTimeOrder() ? element -> element.getTimestamp().getMillis() : element -> 0;
    KeyedProcessor.Factory<K, V> processor = operator.processor();
    DataStream<ShuffleRecord> records =
        add(
            input.stream(),
            Operator.plain(
                operator.name() + " (send)",
                ShuffleRecordTypeInfo.INSTANCE,
                task -> new KeyedEncoder<>(codec, order, task)));
    return add(
        HashPartitioner.partition(records),
        sideInputs,
        new Operator<>(
            operator.name(),
            task -> new KeyedGroups<>(codec, processor.create(task), task),
            operator.output(),
            operator.sideOutputs(),
            true));
  }

  private <InputT, OutputT> PhysicalTransformation<OutputT> oneInput(
      DataStream<InputT> input, Operator<InputT, OutputT> operator, ProcessorSpec<InputT> spec) {
    return new OneInputTransformation<>(
        input.getTransformation(),
        operator.name(),
        new ProcessorOperator.Factory<InputT, OutputT>(spec),
        operator.output(),
        environment.getParallelism(),
        false);
  }

  private static List<WindowedValueCodec<?>> codecs(List<DataStream<?>> sideInputs) {
    List<WindowedValueCodec<?>> codecs = new ArrayList<>();
    for (DataStream<?> sideInput : sideInputs) {
      codecs.add(((WindowedValueTypeInfo<?>) sideInput.getType()).codec());
    }
    return codecs;
  }

  private <InputT, OutputT> PhysicalTransformation<OutputT> withSideInputs(
      DataStream<InputT> input,
      List<DataStream<?>> sideInputs,
      Operator<InputT, OutputT> operator,
      ProcessorSpec<InputT> spec) {
    MultipleInputTransformation<OutputT> transformation =
        new MultipleInputTransformation<>(
            operator.name(),
            new SideInputProcessorOperator.Factory<>(spec, codecs(sideInputs)),
            operator.output(),
            environment.getParallelism(),
            false);
    transformation.addInput(input.getTransformation());
    for (DataStream<?> sideInput : sideInputs) {
      Transformation<?> everywhere = sideInput.broadcast().getTransformation();
      transformation.addInput(everywhere);
    }
    return transformation;
  }
}
