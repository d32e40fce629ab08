package org.penstock.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.checkpoint.metadata.MetadataV4Serializer;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.core.SavepointMatch.Entry;
import org.penstock.core.SavepointMatch.Verdict;
import org.penstock.core.job.JobSubmission;
import org.penstock.core.job.SavepointContent;

/** The savepoints are those of a {@link CountingJob} with a max parallelism of 8. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SavepointMatchTest {
  private String savepoint = "";
  private String drained = "";
  private String partlyFinished = "";

  @BeforeAll
  void takeSavepoints(@TempDir Path folder) throws Exception {
    CountingJob.forget();
    PenstockPipelineResult job = CountingJob.start(options("--maxParallelism=8"));
    CountingJob.awaitCounts(20);
    savepoint = job.savepoint(folder.toString());
    drained = job.drain(folder.toString());
    CountingJob.forget();
    StreamExecutionEnvironment environment = CountingJob.environment(options(), "count");
    addFew(environment);
    PenstockPipelineResult other = start(environment, options());
    // Long enough for the few to have come to their end.
    CountingJob.awaitCounts(300);
    partlyFinished = other.stop(folder.toString());
  }

  private static PenstockPipelineOptions options(String... arguments) {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments).as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setJobName("counting");
    if (options.getParallelism() < 0) {
      options.setParallelism(1);
    }
    return options;
  }

  private PenstockPipelineOptions restoring(String... arguments) {
    PenstockPipelineOptions options = options(arguments);
    options.setSavepointPath(savepoint);
    return options;
  }

  private static SavepointMatch match(PenstockPipelineOptions options, String id) {
    return SavepointContent.of(options).match(CountingJob.environment(options, id));
  }

  private static List<String> verdicts(SavepointMatch match) {
    return match.entries().stream()
        .map(entry -> entry.operator() + " - " + entry.verdict())
        .toList();
  }

  private static String lastLine(SavepointMatch match) {
    String[] lines = match.toText().split("\n", -1);
    assertThat(lines[lines.length - 1]).isEmpty();
    return lines[lines.length - 2];
  }

  @Test
  void theSameJobTakesAllState() {
    SavepointMatch match = match(restoring(), "count");

    assertThat(verdicts(match))
        .containsExactly("numbers - restored", "count - restored", "nowhere - nothing to restore");
    assertThat(match.entries()).filteredOn(e -> e.bytes() > 0).hasSize(2);
    assertThat(match.restoresAll()).isTrue();
    assertThat(lastLine(match)).isEqualTo("The pipeline can be restored from this savepoint.");
  }

  @Test
  void anOperatorMoreStartsWithoutState() {
    PenstockPipelineOptions options = restoring();
    StreamExecutionEnvironment environment = CountingJob.environment(options, "count");
    environment.fromData(1, 2).uid("more").sinkTo(new DiscardingSink<>()).uid("more sink");

    SavepointMatch match = SavepointContent.of(options).match(environment);

    assertThat(verdicts(match))
        .contains(
            "count - restored",
            "more - new: starts without state",
            "more sink - new: starts without state");
    assertThat(match.restoresAll()).isTrue();
    assertThat(lastLine(match))
        .isEqualTo(
            "The pipeline can be restored from this savepoint; 2 operators would start without"
                + " state.");
  }

  @Test
  void anOperatorWithAnotherNameLosesItsState() {
    SavepointMatch match = match(restoring(), "renamed");

    assertThat(verdicts(match))
        .containsExactly(
            "numbers - restored",
            "renamed - new: starts without state",
            "nowhere - nothing to restore",
            "count - left over: would be lost");
    assertThat(match.restoresAll()).isFalse();
    assertThat(lastLine(match))
        .isEqualTo(
            "The pipeline cannot be restored from this savepoint: state of 1 operator would be"
                + " lost. Give these transforms their old names, or run it with"
                + " --allowNonRestoredState=true.");
  }

  @Test
  void aLossThatIsAllowedIsALoss() {
    SavepointMatch match = match(restoring("--allowNonRestoredState=true"), "renamed");

    assertThat(match.restoresAll()).isFalse();
    assertThat(lastLine(match)).contains("can be restored").contains("state of 1 operator");
  }

  @Test
  void whatHadNoStateCannotBeLost() {
    PenstockPipelineOptions options = restoring();
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();

    assertThat(SavepointContent.of(options).match(environment).entries())
        .allMatch(entry -> entry.verdict() == Verdict.LOST)
        .extracting(Entry::operator)
        .containsExactly("count", "numbers");
  }

  @Test
  void theStateOfACoordinatorCountsAsWell(@TempDir Path folder) throws IOException {
    OperatorState state = new OperatorState(null, null, new OperatorID(1, 2), 1, 128);
    state.setCoordinatorState(new ByteStreamStateHandle("enumerator", new byte[3]));
    try (OutputStream file = Files.newOutputStream(folder.resolve("_metadata"));
        DataOutputStream out = new DataOutputStream(file)) {
      // The last version that tells nothing but ids.
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(7, List.of(state), List.of()), out, MetadataV4Serializer.INSTANCE);
    }
    PenstockPipelineOptions options = options();
    options.setSavepointPath(folder.toString());

    assertThat(match(options, "count").entries())
        .last()
        .isEqualTo(new Entry("operator 00000000000000010000000000000002", 3, Verdict.LOST));
  }

  @Test
  void aParallelismThatTheStateCannotBeSplitForIsTold() {
    SavepointMatch fits = match(restoring("--parallelism=8"), "count");
    SavepointMatch tooHigh = match(restoring("--parallelism=9"), "count");

    assertThat(fits.restoresAll()).isTrue();
    assertThat(tooHigh.restoresAll()).isFalse();
    assertThat(tooHigh.obstacles())
        .containsExactly(
            "The savepoint's state can be split for at most 8 subtasks, and the pipeline has a"
                + " parallelism of 9. Run it with --parallelism=8 or less.");
    assertThat(tooHigh.toText()).contains(tooHigh.obstacles().get(0));
    assertThat(lastLine(tooHigh))
        .endsWith("cannot be restored from this savepoint, for the reasons above.");
  }

  @Test
  void anotherMaxParallelismIsTold() {
    assertThat(match(restoring("--maxParallelism=8"), "count").restoresAll()).isTrue();
    SavepointMatch other = match(restoring("--maxParallelism=16"), "renamed");

    assertThat(other.obstacles())
        .containsExactly(
            "The savepoint's max parallelism is 8, and the pipeline's is 16. Run it with"
                + " --maxParallelism=8, or leave that option out.");
    assertThat(lastLine(other))
        .endsWith("for the reasons above; and state of 1 operator would be lost.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--parallelism=9", "--maxParallelism=16"})
  void flinkThinksTheSame(String argument) {
    PenstockPipelineOptions options = restoring(argument, "--numberOfExecutionRetries=0");

    assertThat(match(options, "count").restoresAll()).isFalse();
    assertThatThrownBy(() -> CountingJob.start(options).waitUntilFinish())
        .hasMessageContaining("arallelism");
  }

  @Test
  void aDrainedJobHasStateAsWell() {
    PenstockPipelineOptions options = options();
    options.setSavepointPath(drained);

    assertThat(verdicts(match(options, "count"))).contains("count - restored");
  }

  @Test
  void whatHadFinishedIsRestoredSo() {
    PenstockPipelineOptions options = options();
    options.setSavepointPath(partlyFinished);
    StreamExecutionEnvironment environment = CountingJob.environment(options, "count");
    addFew(environment);

    SavepointMatch match = SavepointContent.of(options).match(environment);

    assertThat(verdicts(match))
        .contains("count - restored", "few - restored: has finished")
        .contains("few sink - restored: has finished");
    assertThat(match.restoresAll()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void aStepMoreInATaskThatHadFinishedIsTold(boolean chaining, boolean works) throws Exception {
    PenstockPipelineOptions options = options("--numberOfExecutionRetries=0");
    options.setSavepointPath(partlyFinished);
    options.setOperatorChaining(chaining);

    SavepointMatch match = SavepointContent.of(options).match(withOneMoreStep(options));

    assertThat(match.restoresAll()).isEqualTo(works);
    assertThat(match.toText().contains("--operatorChaining=false")).isEqualTo(!works);
    // So thinks Flink.
    CountingJob.forget();
    PenstockPipelineResult job = start(withOneMoreStep(options), options);
    if (works) {
      CountingJob.awaitCounts(1);
      job.cancel();
    } else {
      assertThatThrownBy(job::waitUntilFinish).hasMessageContaining("finished state");
    }
  }

  @Test
  void aNewStepBeforeATaskThatHadFinishedIsTold() {
    PenstockPipelineOptions options = options("--numberOfExecutionRetries=0");
    options.setSavepointPath(partlyFinished);
    options.setOperatorChaining(false);
    StreamExecutionEnvironment environment = CountingJob.environment(options, "count");
    environment.fromData(3).uid("others").sinkTo(new DiscardingSink<>()).uid("few sink");

    SavepointMatch match = SavepointContent.of(options).match(environment);

    assertThat(verdicts(match))
        .contains("few - left over: had finished", "others - new: starts without state");
    assertThat(match.obstacles())
        .singleElement()
        .asString()
        .contains("before it had not or is new");
    assertThatThrownBy(() -> start(environment, options).waitUntilFinish())
        .hasMessageContaining("not fully finished");
  }

  private static void addFew(StreamExecutionEnvironment environment) {
    environment.fromData(1, 2).uid("few").sinkTo(new DiscardingSink<>()).uid("few sink");
  }

  private static StreamExecutionEnvironment withOneMoreStep(PenstockPipelineOptions options) {
    StreamExecutionEnvironment environment = CountingJob.environment(options, "count");
    var few = environment.fromData(1, 2).uid("few");
    few.sinkTo(new DiscardingSink<>()).uid("few sink");
    few.sinkTo(new DiscardingSink<>()).uid("more");
    return environment;
  }

  private static PenstockPipelineResult start(
      StreamExecutionEnvironment environment, PenstockPipelineOptions options) {
    return PenstockPipelineResult.of(
        options.getJobName(),
        JobSubmission.submit(environment, options),
        JobListeners.discover(SavepointMatchTest.class.getClassLoader()));
  }

  @Test
  void columnsStandBelowEachOther() {
    SavepointMatch match =
        new SavepointMatch(
            "file:/s",
            List.of(
                new Entry("Read all of it (source)", 1234, Verdict.RESTORED),
                new Entry("Count", 0, Verdict.NEW)),
            List.of(),
            false);

    assertThat(match.toText())
        .isEqualTo(
            """
            Savepoint: file:/s

            TRANSFORM                STATE       VERDICT
            Read all of it (source)  1234 bytes  restored
            Count                    -           new: starts without state

            Not compared: the coders of state. That is done when a job starts from it.
            The pipeline can be restored from this savepoint; 1 operator would start without state.
            """);
  }

  @Test
  void whatIsNoSavepointIsRefused(@TempDir Path folder) throws IOException {
    PenstockPipelineOptions options = options();
    assertThatThrownBy(() -> SavepointContent.of(options))
        .isInstanceOf(NoSavepointException.class)
        .hasMessageContaining("--savepointPath");

    options.setSavepointPath(folder.resolve("gone").toString());
    assertThatThrownBy(() -> SavepointContent.of(options))
        .isInstanceOf(NoSavepointException.class)
        .hasMessageContaining("there is nothing at this path");

    options.setSavepointPath(folder.toString());
    assertThatThrownBy(() -> SavepointContent.of(options))
        .hasMessageContaining("the directory has no file _metadata");
  }

  @Test
  void metadataThatIsBrokenIsRefused(@TempDir Path folder) throws IOException {
    PenstockPipelineOptions options = options();
    options.setSavepointPath(folder.toString());
    byte[] whole = Files.readAllBytes(Path.of(savepoint.replaceFirst("^file:", ""), "_metadata"));
    Path file = folder.resolve("_metadata");

    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> SavepointContent.of(options))
        .isInstanceOf(NoSavepointException.class)
        .hasMessageContaining("the file _metadata is not whole");

    byte[] ofTheFuture = whole.clone();
    ofTheFuture[7] = 99;
    Files.write(file, ofTheFuture);
    assertThatThrownBy(() -> SavepointContent.of(options))
        .isInstanceOf(NoSavepointException.class)
        .hasMessageContaining("the file _metadata cannot be read")
        .hasMessageContaining("99");
  }

  @Test
  void aBatchPipelineHasNoSavepoints() {
    PenstockPipelineOptions options = restoring("--checkSavepoint=true");
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Impulse.create());
    PenstockRunner runner = PenstockRunner.of(options, PluginCatalog.of(List.of(new TinyPath())));

    assertThatThrownBy(() -> runner.run(pipeline))
        .isInstanceOf(PipelineRefusedException.class)
        .hasMessage(
            "Only streaming jobs have savepoints, and this pipeline is a batch job (classic-batch):"
                + " All user code is Java, so it runs in the Flink task (classic). Every PCollection"
                + " is bounded (batch). Run it with --streaming=true if the savepoint is that of a"
                + " streaming job.");
  }
}
