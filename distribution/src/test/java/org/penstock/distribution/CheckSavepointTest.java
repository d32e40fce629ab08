package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penstock.distribution.Installation.Mode;
import org.penstock.distribution.Installation.Result;

/** The program {@link Sequence}, changed or not, beside a savepoint of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CheckSavepointTest {
  private static final String COUNT = "Count/ParMultiDo\\(Counting\\)";

  private final Installation installation = Installation.get();
  private FlinkCluster cluster;
  private String savepoint = "";

  @BeforeAll
  void takeSavepoint() throws IOException, InterruptedException {
    cluster = FlinkCluster.start(installation, "--taskmanagers=1", "--slots=2");
    Result run =
        cluster.penstock(
            "run",
            Sequence.JAR.toString(),
            "--",
            "--flinkMaster=" + cluster.address(),
            "--attachedMode=false",
            "--jobName=to check",
            "--parallelism=2",
            "--maxParallelism=8",
            "--output=" + installation.work().resolve("checked.txt"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    TimeUnit.SECONDS.sleep(5);
    Result stop = cluster.penstock("stop", "to check", "--flinkMaster=" + cluster.address());
    assertThat(stop.exitCode()).as(stop.err()).isZero();
    savepoint = stop.out().strip();
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Result check(Mode mode, String path, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "check-savepoint",
                "--savepoint=" + path,
                Sequence.JAR.toString(),
                "--",
                "--output=" + installation.work().resolve("never.txt")));
    arguments.addAll(Arrays.asList(more));
    return installation.penstock(mode, arguments.toArray(String[]::new));
  }

  private static void assertLastLine(Result result, String pattern) {
    assertThat(result.out().lines().reduce("", (first, second) -> second)).matches(pattern);
  }

  @ParameterizedTest
  @EnumSource
  void anUnchangedPipelineIsRestored(Mode mode) {
    Result result = check(mode, savepoint, "--parallelism=3");

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("Savepoint: " + savepoint + "\n\nTRANSFORM ")
        .containsPattern("\nNumbers/\\S+ \\(source\\) +[0-9]+ bytes +restored\n")
        .containsPattern("\n" + COUNT + " +[0-9]+ bytes +restored\n")
        .contains("the coders of state")
        .doesNotContain("new: ", "left over");
    assertLastLine(result, "The pipeline can be restored from this savepoint\\.");
    assertThat(installation.work().resolve("never.txt")).doesNotExist();
  }

  @Test
  void aStepMoreStartsWithoutState() {
    Result result = check(Mode.MODULE_PATH, savepoint, "--countAgain=true");

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .containsPattern("\n" + COUNT + " +[0-9]+ bytes +restored\n")
        .containsPattern("\nCount again/ParMultiDo\\(Counting\\) +- +new: starts without state\n");
    assertLastLine(result, "The pipeline can be restored .*; .* would start without state\\.");
  }

  @Test
  void aStepWithAnotherNameLosesItsState() {
    Result result = check(Mode.MODULE_PATH, savepoint, "--countName=Sum");

    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .containsPattern("\nSum/ParMultiDo\\(Counting\\) +- +new: starts without state\n")
        .containsPattern("\n" + COUNT + " +[0-9]+ bytes +left over: would be lost\n");
    assertLastLine(
        result,
        "The pipeline cannot be restored .*: state of . operators? would be lost\\. Give these"
            + " transforms their old names, or run it with --allowNonRestoredState=true\\.");
  }

  @Test
  void aParallelismThatDoesNotFitIsTold() {
    Result result = check(Mode.MODULE_PATH, savepoint, "--parallelism=9");

    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
    assertThat(result.out()).contains("Run it with --parallelism=8 or less.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/savepoint", "nosuch://bucket/savepoint", "no such folder", " "})
  void aPathThatIsNoSavepointIsWrongUsage(String path) {
    Result result = check(Mode.MODULE_PATH, path);

    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(result.err()).startsWith("penstock: ").contains(path).doesNotContain("\tat ");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aFolderThatIsNoSavepointIsWrongUsage() throws IOException {
    Path folder = Files.createDirectory(installation.work().resolve("no savepoint"));

    Result empty = check(Mode.MODULE_PATH, "no savepoint");
    Files.writeString(folder.resolve("_metadata"), "something else");
    Result other = check(Mode.MODULE_PATH, folder.toString());

    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("the directory has no file _metadata");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("the file _metadata is not that of a savepoint");
  }

  @Test
  void aBatchPipelineIsRefused() {
    Result result =
        installation.penstock(
            Mode.MODULE_PATH,
            "check-savepoint",
            "--savepoint=" + savepoint,
            "--example=wordcount",
            "--",
            "--output=never");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("penstock: Only streaming jobs have savepoints, and this pipeline is a batch")
        .doesNotContain("\tat ");
  }

  @Test
  void wrongUsageIsToldInALineOrTwo() {
    Result none =
        installation.penstock(Mode.MODULE_PATH, "check-savepoint", Sequence.JAR.toString());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err())
        .startsWith("penstock: Missing required option: '--savepoint=PATH'")
        .contains("penstock check-savepoint --help");

    Result twice = check(Mode.MODULE_PATH, savepoint, "--savepointPath=" + savepoint);
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("Leave --savepointPath out");

    Result elsewhere = check(Mode.MODULE_PATH, savepoint, "--runner=DirectRunner");
    assertThat(elsewhere.exitCode()).isEqualTo(2);
    assertThat(elsewhere.err()).contains("Leave --runner out");
  }
}
