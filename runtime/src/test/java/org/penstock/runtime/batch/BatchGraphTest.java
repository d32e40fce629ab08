package org.penstock.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.WindowedValueTypeInfo;
import org.penstock.runtime.batch.BatchGraph.Operator;
import org.penstock.spi.TransformTranslator;

/** Operators and translators without any path: what a path adds to them is here the test's. */
final class BatchGraphTest {
  private static final KvCoder<String, Integer> PAIRS =
      KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());
  private static final WindowedValueTypeInfo<KV<String, Integer>> PAIRS_TYPE =
      new WindowedValueTypeInfo<>(PAIRS, GlobalWindow.Coder.INSTANCE);
  private static final List<TransformTranslator> COMMON =
      BatchTransforms.common(PipelineComponents::of);

  /** What tasks have seen; they run in this JVM. */
  private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

  private final Pipeline pipeline = BatchJob.pipeline();
  private final PCollection<byte[]> impulse = pipeline.apply(Impulse.create());

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  /** Stands in the pipeline for what the test translates by itself. */
  private static final class Unused extends DoFn<byte[], KV<String, Integer>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() {}
  }

  private PCollection<KV<String, Integer>> unused(String name) {
    return impulse.apply(name, ParDo.of(new Unused())).setCoder(PAIRS);
  }

  /** The pairs {@code a: 0, b: 1, ...} of that many numbers, later ones at earlier times. */
  private static DataStream<WindowedValue<KV<String, Integer>>> pairs(
      BatchJob job, PCollection<byte[]> impulse, int count, int keys) {
    return BatchGraph.of(job, PipelineComponents::of)
        .add(
            job.<WindowedValue<byte[]>>stream(job.id(impulse)),
            Operator.plain(
                "Pairs",
                PAIRS_TYPE,
                Each.<WindowedValue<byte[]>, WindowedValue<KV<String, Integer>>>of(
                    (start, output) -> {
                      for (int i = 0; i < count; i++) {
                        String key = String.valueOf((char) ('a' + i % keys));
                        output.collect(
                            WindowedValues.timestampedValueInGlobalWindow(
                                KV.of(key, i), Instant.ofEpochMilli(-i)));
                      }
                    })));
  }

  private static <T> void see(BatchJob job, DataStream<WindowedValue<T>> stream) {
    BatchGraph.of(job, PipelineComponents::of)
        .add(
            stream,
            Operator.plain(
                "See",
                PAIRS_TYPE,
                Each.<WindowedValue<T>, Object>of(
                    (element, output) -> SEEN.add(String.valueOf(element.getValue())))));
  }

  @Test
  void commonTransformsNeedNoUserCode() throws Exception {
    PCollection<KV<String, Integer>> one = unused("One");
    PCollection<KV<String, Integer>> other = unused("Other");
    PCollection<KV<String, Integer>> both =
        PCollectionList.of(one).and(other).apply(Flatten.pCollections());
    PCollection<KV<String, Iterable<Integer>>> groups = both.apply(GroupByKey.create());
    BatchJob job = new BatchJob(pipeline);

    job.translate(impulse, COMMON);
    job.produce(job.id(one), pairs(job, impulse, 4, 2));
    job.produce(job.id(other), pairs(job, impulse, 3, 3));
    job.translate(both, COMMON);
    job.translate(groups, COMMON);
    BatchGraph.of(job, PipelineComponents::of)
        .add(
            job.<WindowedValue<KV<String, Iterable<Integer>>>>stream(job.id(groups)),
            Operator.plain(
                "See",
                PAIRS_TYPE,
                Each.<WindowedValue<KV<String, Iterable<Integer>>>, Object>of(
                    (group, output) -> SEEN.add(text(group.getValue())))));
    job.run();

    assertThat(SEEN).containsExactlyInAnyOrder("a[0, 0, 2]", "b[1, 1, 3]", "c[2]");
    assertThat(job.explained(groups)).isEqualTo("sorted grouping");
  }

  private static String text(KV<String, Iterable<Integer>> group) {
    List<Integer> values = new ArrayList<>();
    group.getValue().forEach(values::add);
    Collections.sort(values);
    return group.getKey() + values;
  }

  @Test
  void theReaderSaysHowCodersAreReadAndIsAskedOnce() {
    AtomicInteger asked = new AtomicInteger();
    PCollection<KV<String, Integer>> pairs = unused("Pairs");
    PCollection<KV<String, Iterable<Integer>>> groups = pairs.apply(GroupByKey.create());
    BatchJob job = new BatchJob(pipeline);
    List<TransformTranslator> translators =
        BatchTransforms.common(
            components -> {
              asked.incrementAndGet();
              return PipelineComponents.of(withStringsAsBytes(components));
            });

    job.translate(impulse, translators);
    job.produce(job.id(pairs), pairs(job, impulse, 1, 1));
    job.translate(groups, translators);

    assertThat(asked).hasValue(1);
    TypeInformation<?> type = job.<WindowedValue<?>>stream(job.id(groups)).getType();
    assertThat(type)
        .isEqualTo(
            new WindowedValueTypeInfo<>(
                KvCoder.of(ByteArrayCoder.of(), IterableCoder.of(VarIntCoder.of())),
                GlobalWindow.Coder.INSTANCE));
  }

  private static RunnerApi.Components withStringsAsBytes(RunnerApi.Components components) {
    RunnerApi.Components.Builder changed = components.toBuilder();
    components
        .getCodersMap()
        .forEach(
            (id, coder) -> {
              if (coder.getSpec().getUrn().equals("beam:coder:string_utf8:v1")) {
                RunnerApi.Coder.Builder bytes = coder.toBuilder();
                bytes.getSpecBuilder().setUrn("beam:coder:bytes:v1");
                changed.putCoders(id, bytes.build());
              }
            });
    return changed.build();
  }

  /** Notes each key with its bytes, its values and the side input. */
  private record NoteKeys(ProcessorContext context) implements KeyedProcessor<String, Integer> {
    @Override
    public void processKey(KeyedElements<String, Integer> elements) throws Exception {
      List<Integer> values = new ArrayList<>();
      while (elements.advance()) {
        values.add(elements.value().getValue());
      }
      Iterable<Integer> found =
          context.sideInputs().multimap(0, GlobalWindow.INSTANCE, PAIRS).get(elements.key());
      context
          .<WindowedValue<String>>output()
          .collect(
              WindowedValues.valueInGlobalWindow(
                  elements.key()
                      + elements.encodedKey().length
                      + values
                      + List.of(found.iterator().next())));
    }

    @Override
    public void endInput() {
      context.<WindowedValue<String>>output().collect(WindowedValues.valueInGlobalWindow("end"));
    }

    @Override
    public void close() {
      SEEN.add("closed");
    }
  }

  @Test
  void aKeyedOperatorGetsItsInputKeyByKeyInTimeOrder() throws Exception {
    BatchJob job = new BatchJob(pipeline);
    job.translate(impulse, COMMON);
    DataStream<WindowedValue<String>> noted =
        BatchGraph.of(job, PipelineComponents::of)
            .addKeyed(
                new KeyedInput<>(
                    pairs(job, impulse, 6, 2), PAIRS, GlobalWindow.Coder.INSTANCE, true),
                List.of(pairs(job, impulse, 2, 2)),
                new KeyedOperator<>(
                    "Note",
                    NoteKeys::new,
                    new WindowedValueTypeInfo<>(StringUtf8Coder.of(), GlobalWindow.Coder.INSTANCE),
                    List.of()));
    see(job, noted);
    job.run();

    assertThat(SEEN)
        .containsExactlyInAnyOrder(
            "a2[4, 2, 0][0]", "b2[5, 3, 1][1]", "end", "end", "closed", "closed");
  }

  /** Waits at the end for another thread, which has a word to say in the task's thread. */
  private record Yield(ProcessorContext context) implements Processor<WindowedValue<byte[]>> {
    @Override
    public void process(WindowedValue<byte[]> element) throws Exception {
      AtomicReference<Thread> ranIn = new AtomicReference<>();
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(
              () ->
                  context
                      .task()
                      .mailbox()
                      .execute(() -> ranIn.set(Thread.currentThread()), "A word"));
      while (ranIn.get() == null) {
        context.task().mailbox().yield();
      }
      other.get();
      assertThat(ranIn).hasValue(Thread.currentThread());
      SEEN.add("mail");
      SEEN.add("job " + context.task().runtime().getJobInfo().getJobName());
      SEEN.add("task " + context.task().runtime().getTaskInfo().getTaskName());
      SEEN.add("canceled " + context.isCanceled());
    }

    @Override
    public void endInput() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }

  @Test
  void aProcessorKnowsItsTaskAndItsMailbox() throws Exception {
    for (boolean sideInput : new boolean[] {false, true}) {
      SEEN.clear();
      BatchJob job = new BatchJob(pipeline);
      job.translate(impulse, COMMON);
      DataStream<WindowedValue<byte[]>> start = job.stream(job.id(impulse));
      BatchGraph.of(job, PipelineComponents::of)
          .add(
              start,
              sideInput ? List.of(start) : List.of(),
              Operator.plain("Yield", PAIRS_TYPE, Yield::new));
      job.run();

      assertThat(new TreeSet<>(SEEN))
          .as("with a side input: " + sideInput)
          .hasSize(4)
          .contains("mail", "canceled false")
          .anyMatch(line -> line.startsWith("task ") && line.contains("Yield"))
          .anyMatch(line -> line.startsWith("job ") && line.length() > "job ".length());
    }
  }
}
