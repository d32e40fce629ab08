package org.penstock.classic.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
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
import org.penstock.core.PenstockRunner;

@Timeout(180)
final class SplittableDoFnTest {
  private static final long ENDLESS = Long.MAX_VALUE / 2000;

  @TempDir private Path savepoints;

  private static PenstockPipelineOptions options(int parallelism) {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setFlinkMaster("[local]");
    options.setPath("classic-streaming");
    options.setParallelism(parallelism);
    options.setAttachedMode(false);
    return options;
  }

  private static PenstockPipelineOptions checkpointing(int parallelism) {
    PenstockPipelineOptions options = options(parallelism);
    options.setCheckpointingInterval(100L);
    options.setNumberOfExecutionRetries(3);
    options.setExecutionRetryDelay(10L);
    return options;
  }

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
  void windowsFireWhileItGoesOn() throws Exception {
    Pipeline pipeline = Pipeline.create(options(2));
    count(
        pipeline.apply(Create.of("a")).apply(ParDo.of(Positions.pausing("windows", ENDLESS, 4))),
        "windows");
    PenstockPipelineResult result = run(pipeline);

    Sink.await("three windows", () -> Sink.elements("windows").size() >= 30);
    result.cancel();

    assertThat(Sink.elements("windows")).containsAll(onceEach("a", 30));
  }

  @Test
  void aFailureLosesAndRepeatsNothing() throws Exception {
    Pipeline pipeline = Pipeline.create(checkpointing(2));
    count(
        pipeline
            .apply(Create.of("a", "b", "c"))
            .apply(ParDo.of(Positions.failing("failure", 400, 4))),
        "failure");

    assertThat(run(pipeline).waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);

    assertThat(Positions.events("failure").failed).isTrue();
    // What fired before the failure may fire again, but nothing else than before.
    assertThat(Sink.elements("failure").stream().distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("a", "b", "c").flatMap(e -> onceEach(e, 400).stream()).toList());
  }

  @Test
  void checkpointsCompleteWhileItNeverReturns() throws Exception {
    Pipeline pipeline = Pipeline.create(checkpointing(1));
    count(
        pipeline
            .apply(Create.of("a", "b"))
            .apply(ParDo.of(Positions.restless("restless", ENDLESS))),
        "restless");
    PenstockPipelineResult result = run(pipeline);

    Sink.await("a checkpoint", Positions.events("restless").committed::get);
    Sink.await("windows of both", () -> Sink.elements("restless").size() >= 40);
    result.cancel();

    assertThat(Positions.events("restless").starts).anyMatch(start -> start > 0);
  }

  @Test
  void aDrainTruncatesWhatIsLeft() throws Exception {
    Pipeline pipeline = Pipeline.create(checkpointing(2));
    count(
        pipeline.apply(Create.of("a")).apply(ParDo.of(Positions.pausing("drain", ENDLESS, 4))),
        "drain");
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
  void aStoppedJobGoesOnWithAnotherParallelism() throws Exception {
    String savepoint = stopped();
    PenstockPipelineOptions options = checkpointing(1);
    options.setSavepointPath(savepoint);
    List<Object> before = List.copyOf(Sink.elements("stop"));
    PenstockPipelineResult result = run(endless(options, "restored"));
    Sink.await("more of each", () -> Sink.elements("restored").size() >= 60);
    result.cancel();

    List<Object> all = new ArrayList<>(before);
    all.addAll(Sink.elements("restored"));
    assertThat(all).doesNotHaveDuplicates();
    for (String element : List.of("a", "b", "c", "d")) {
      assertThat(all).containsAll(onceEach(element, 20));
    }
    assertThat(Positions.events("restored").starts).isNotEmpty().doesNotContain(0L);
  }

  private String stopped() throws InterruptedException {
    PenstockPipelineResult result = run(endless(checkpointing(2), "stop"));
    Sink.await("a window", () -> Sink.elements("stop").size() >= 40);
    return result.stop(savepoints.toUri().toString());
  }

  private static Pipeline endless(PenstockPipelineOptions options, String run) {
    Pipeline pipeline = Pipeline.create(options);
    count(
        pipeline
            .apply(Create.of("a", "b", "c", "d"))
            .apply("Positions", ParDo.of(Positions.pausing(run, ENDLESS, 4))),
        run);
    return pipeline;
  }
}
