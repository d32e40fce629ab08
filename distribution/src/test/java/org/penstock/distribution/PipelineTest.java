package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penstock.distribution.Installation.Mode;
import org.penstock.distribution.Installation.Result;

final class PipelineTest {
  private final Installation installation = Installation.get();

  @ParameterizedTest
  @EnumSource
  void countsWords(Mode mode) throws IOException {
    Path folder = Files.createDirectory(installation.work().resolve("counts " + mode));

    Result result =
        installation.penstock(
            mode, "run", "--example", "wordcount", "--", "--output=" + folder.resolve("part"));

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .containsPattern("Job wordcount.*: DONE after [0-9.]+ s\\.")
        .containsPattern("ExtractWords/ParMultiDo\\(ExtractWords\\) +emptyLines +327")
        .contains("Output: " + folder.resolve("part"))
        .doesNotContain("WARN", "ERROR", "\tat ");
    assertThat(counts(folder)).isEqualTo(expected());
  }

  @ParameterizedTest
  @EnumSource
  void explainsAndRunsNothing(Mode mode) {
    Path output = installation.work().resolve("explained " + mode);
    Result result =
        installation.penstock(
            mode, "explain", "--example", "wordcount", "--", "--output=" + output);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("classic-batch").contains("ExtractWords");
    assertThat(result.err()).isEmpty();
    assertThat(output).doesNotExist();
  }

  @Test
  void listsTheExamples() {
    Result result = installation.penstock(Mode.MODULE_PATH, "run", "--list-examples");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).containsPattern("(?m)^wordcount  .+\\.$");

    Result wrong = installation.penstock(Mode.MODULE_PATH, "run", "--example", "wordcuont");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("penstock: There is no example wordcuont. Present: ");
  }

  @ParameterizedTest
  @EnumSource
  void namesTheStepAndTheUsersOwnFrames(Mode mode) throws IOException {
    Path input = Files.writeString(installation.work().resolve("input.txt"), "seven\n");

    Result result =
        installation.penstock(mode, "run", Parser.JAR.toString(), "--", "--input=" + input);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("penstock: The step Parse it")
        .contains(
            " failed: java.lang.IllegalStateException: bad line seven\n    at Parser.parse(Parser.java:")
        .contains("--stacktrace shows all of it; log: ")
        .doesNotContain("\tat ")
        .doesNotContain("at org.apache.");
  }

  @Test
  void saysWhichInputIsMissing() {
    Result result =
        installation.penstock(
            Mode.MODULE_PATH, "run", Parser.JAR.toString(), "--", "--input=/no/such/file");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("penstock: A file was not found")
        .contains("No files matched spec: /no/such/file")
        .doesNotContain("\tat ");
  }

  @Test
  void theFullLogIsInItsFolder() throws IOException {
    Path logs = installation.work().resolve("my logs");
    Map<String, String> environment = new HashMap<>(Mode.MODULE_PATH.environment());
    environment.put("PENSTOCK_LOG_DIR", logs.toString());
    Path output = Files.createDirectory(installation.work().resolve("logged")).resolve("part");

    Result result =
        installation.penstock(
            environment, "run", "--example", "wordcount", "--", "--output=" + output);

    assertThat(result.exitCode()).as(result.err()).isZero();
    try (Stream<Path> files = Files.list(logs)) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(log -> assertThat(Files.readString(log)).contains("INFO", "org.apache.flink"));
    }
  }

  private Map<String, Long> expected() throws IOException {
    String text =
        Files.readString(installation.home().resolve("examples/data/us-constitution.txt"));
    return Arrays.stream(text.split("[^\\p{L}]+", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
  }

  private static Map<String, Long> counts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> parts = files.filter(Files::isRegularFile).toList();
      Map<String, Long> counts = new HashMap<>();
      for (Path part : parts) {
        for (String line : Files.readAllLines(part)) {
          String[] sides = line.split(": ", 2);
          assertThat(counts.put(sides[0], Long.valueOf(sides[1]))).as(line).isNull();
        }
      }
      return counts;
    }
  }
}
