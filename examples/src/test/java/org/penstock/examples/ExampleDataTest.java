package org.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class ExampleDataTest {
  @Test
  void withoutThePropertyTheDataAreUnderTheWorkingDirectory() {
    String folder = System.clearProperty(ExampleData.PROPERTY);
    try {
      assertThat(ExampleData.file("flights.csv"))
          .isEqualTo(Path.of("examples", "data", "flights.csv").toAbsolutePath().toString());
    } finally {
      System.setProperty(ExampleData.PROPERTY, folder);
    }
  }

  @Test
  void everyDefaultInputExists() {
    List<String> defaults =
        List.of(
            PipelineOptionsFactory.as(WordCount.Options.class).getInputFile(),
            PipelineOptionsFactory.as(LateDepartureSessions.Options.class).getFlights(),
            PipelineOptionsFactory.as(LateDepartureSessions.Options.class).getWeather(),
            PipelineOptionsFactory.as(FlightsByDestination.Options.class).getFlights(),
            PipelineOptionsFactory.as(FlightsByDestination.Options.class).getAirports(),
            PipelineOptionsFactory.as(LongestDelays.Options.class).getFlights(),
            PipelineOptionsFactory.as(LiveDepartures.Options.class).getFlights(),
            PipelineOptionsFactory.as(FirstReports.Options.class).getFlights());

    assertThat(defaults).allSatisfy(file -> assertThat(Path.of(file)).isRegularFile());
  }

  @Test
  void theDataAreSmallAndEachFileHasItsLicence() throws IOException {
    Path folder = Path.of(System.getProperty(ExampleData.PROPERTY));
    String readme = Files.readString(folder.resolve("README.md"));
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
        String name = file.getFileName().toString();
        assertThat(readme)
            .satisfiesAnyOf(
                text -> assertThat(name).isEqualTo("README.md"),
                text -> assertThat(text).contains("| `" + name + "` |"));
      }
    }
    assertThat(bytes).isLessThan(1_000_000);
  }

  @Test
  void theLauncherFindsEveryExample() throws Exception {
    Properties examples = new Properties();
    try (InputStream in =
        WordCount.class.getResourceAsStream("/META-INF/penstock/examples.properties")) {
      examples.load(Objects.requireNonNull(in));
    }

    assertThat(examples.stringPropertyNames())
        .containsExactlyInAnyOrder(
            "wordcount",
            "wordcount.description",
            "sessions",
            "sessions.description",
            "join",
            "join.description",
            "topn",
            "topn.description",
            "live",
            "live.description",
            "deduplicate",
            "deduplicate.description");
    for (String name : List.of("wordcount", "sessions", "join", "topn", "live", "deduplicate")) {
      Class<?> example = Class.forName(examples.getProperty(name));
      assertThat(example.getMethod("main", String[].class).getReturnType()).isEqualTo(void.class);
      assertThat(examples.getProperty(name + ".description")).isNotBlank();
    }
  }
}
