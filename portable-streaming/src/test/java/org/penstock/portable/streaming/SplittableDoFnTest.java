package org.penstock.portable.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockPipelineResult;

/** Splittable DoFns in a worker, in jobs with checkpoints. */
@Timeout(180)
final class SplittableDoFnTest {
  @TempDir private Path savepoints;

  /** The elements in windows of ten seconds each, counted, into the sink. */
  private static void count(PCollection<String> elements, String run) {
    elements
        .apply(Window.into(FixedWindows.of(Duration.standardSeconds(10))))
        .apply(Count.perElement())
        .apply("Sink", ParDo.of(new Sink<>(run)));
  }

  private static PenstockPipelineResult run(Pipeline pipeline) {
    return (PenstockPipelineResult) pipeline.run();
  }

  private static List<Object> onceEach(String element, long end) {
    List<Object> all = new ArrayList<>();
    for (long i = 0; i < end; i++) {
      all.add(KV.of(element + i, 1L));
    }
    return all;
  }

  @Test
  void anUnboundedSourceIsRead() throws Exception {
    Pipeline pipeline = Pipeline.create(PortableRuns.checkpointing());
    pipeline
        .apply(GenerateSequence.from(0).withRate(10, Duration.millis(10)))
        .apply("Sink", ParDo.of(new Sink<>("read")));
    PenstockPipelineResult result = run(pipeline);

    Sink.await("some numbers", () -> Sink.elements("read").size() >= 200);
    result.cancel();

    for (long i = 0; i < 100; i++) {
      assertThat(Sink.elements("read")).contains(i);
    }
  }

  @Test
  void aFailureLosesAndRepeatsNothing() throws Exception {
    Pipeline pipeline = Pipeline.create(PortableRuns.checkpointing());
    Positions positions = Positions.pausing("failure", 200);
    Positions.run("failure").toFail.set(true);
    count(pipeline.apply(Create.of("a", "b", "c")).apply(ParDo.of(positions)), "failure");

    assertThat(run(pipeline).waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);

    assertThat(Positions.run("failure").toFail).isFalse();
    // What fired before the failure may fire again, but nothing else than before.
    assertThat(Sink.elements("failure").stream().distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("a", "b", "c").flatMap(e -> onceEach(e, 200).stream()).toList());
  }

  /** Numbers the elements of each key. */
  static final class Numbering extends DoFn<KV<String, String>, Long> {
    @StateId("number")
    private final StateSpec<ValueState<Long>> spec = StateSpecs.value(VarLongCoder.of());

    @ProcessElement
    public void process(@StateId("number") ValueState<Long> number, OutputReceiver<Long> out) {
      Long last = number.read();
      long next = last == null ? 1 : last + 1;
      number.write(next);
      out.output(next);
    }
  }

  @Test
  void stateIsRestoredAfterAFailure() throws Exception {
    Pipeline pipeline = Pipeline.create(PortableRuns.checkpointing());
    Positions positions = Positions.pausing("state", 200);
    Positions.run("state").toFail.set(true);
    pipeline
        .apply(Create.of("a"))
        .apply(ParDo.of(positions))
        .apply(WithKeys.of("one"))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply(ParDo.of(new Numbering()))
        .apply("Sink", ParDo.of(new Sink<>("state")));

    assertThat(run(pipeline).waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);

    assertThat(Positions.run("state").toFail).isFalse();
    // A number may have been given again, for what was behind the checkpoint, but none too many.
    assertThat(Sink.elements("state").stream().distinct())
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
  }

  @Test
  void checkpointsCompleteAndWindowsFireWhileItNeverReturns() throws Exception {
    Pipeline pipeline = Pipeline.create(PortableRuns.checkpointing());
    count(
        pipeline.apply(Create.of("a", "b", "c")).apply(ParDo.of(Positions.restless("restless"))),
        "restless");
    PenstockPipelineResult result = run(pipeline);

    Sink.await("a checkpoint", Positions.run("restless").committed::get);
    Sink.await("windows of all", () -> Sink.elements("restless").size() >= 60);
    result.cancel();

    assertThat(Sink.elements("restless"))
        .containsAll(onceEach("a", 10))
        .containsAll(onceEach("b", 10))
        .containsAll(onceEach("c", 10));
    assertThat(Positions.run("restless").starts).anyMatch(start -> start > 0);
  }

  @Test
  void aDrainTruncatesWhatIsLeft() throws Exception {
    Pipeline pipeline = Pipeline.create(PortableRuns.checkpointing());
    count(pipeline.apply(Create.of("a")).apply(ParDo.of(Positions.pausing("drain"))), "drain");
    PenstockPipelineResult result = run(pipeline);
    Sink.await("a window", () -> Sink.elements("drain").size() >= 10);

    result.drain(savepoints.toUri().toString());

    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
    int size = Sink.elements("drain").size();
    assertThat(Sink.elements("drain")).containsExactlyInAnyOrderElementsOf(onceEach("a", size));
    // Four at a time before the drain, and nine with it.
    assertThat(size % 4).isEqualTo(1);
  }

  @Test
  void aStoppedJobGoesOnFromItsSavepoint() throws Exception {
    PenstockPipelineResult before = run(endless(PortableRuns.checkpointing(), "stop"));
    Sink.await("windows", () -> Sink.elements("stop").size() >= 40);
    String savepoint = before.stop(savepoints.toUri().toString());
    List<Object> all = new ArrayList<>(Sink.elements("stop"));

    PenstockPipelineOptions options = PortableRuns.checkpointing();
    options.setParallelism(1);
    options.setSavepointPath(savepoint);
    PenstockPipelineResult result = run(endless(options, "restored"));
    Sink.await("more of each", () -> Sink.elements("restored").size() >= 60);
    result.cancel();

    all.addAll(Sink.elements("restored"));
    assertThat(all).doesNotHaveDuplicates();
    assertThat(all).containsAll(onceEach("a", 20)).containsAll(onceEach("b", 20));
    assertThat(Positions.run("restored").starts).isNotEmpty().doesNotContain(0L);
  }

  private static Pipeline endless(PenstockPipelineOptions options, String run) {
    Pipeline pipeline = Pipeline.create(options);
    count(
        pipeline.apply(Create.of("a", "b")).apply("Positions", ParDo.of(Positions.pausing(run))),
        run);
    return pipeline;
  }
}
