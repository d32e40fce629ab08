package org.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example writes the same lines on Flink as on the DirectRunner. */
class ExamplesOnPenstockTest {
  // The class name works with and without the jar that registers the short one.
  private static final String PENSTOCK = "org.penstock.core.PenstockRunner";

  static Stream<Arguments> examples() {
    // The whole shipped text takes the DirectRunner a minute.
    String readme = "--inputFile=" + ExampleData.file("README.md");
    return Stream.of(
        example("wordcount", WordCount::main, readme),
        example("sessions", LateDepartureSessions::main),
        example("join", FlightsByDestination::main),
        example("topn", LongestDelays::main));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void writesTheSameLines(Consumer<String[]> main, List<String> arguments, @TempDir Path folder) {
    List<String> expected =
        run(main, arguments, "org.apache.beam.runners.direct.DirectRunner", folder.resolve("d"));
    List<String> actual = run(main, arguments, PENSTOCK, folder.resolve("p"));

    assertThat(expected).isNotEmpty();
    assertThat(actual).isEqualTo(expected);
  }

  private static Arguments example(String name, Consumer<String[]> main, String... arguments) {
    return Arguments.of(Named.of(name, main), List.of(arguments));
  }

  private static List<String> run(
      Consumer<String[]> main, List<String> arguments, String runner, Path output) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--runner=" + runner);
    all.add("--output=" + output);
    main.accept(all.toArray(String[]::new));
    return ExampleFiles.outputLines(output);
  }
}
