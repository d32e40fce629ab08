package org.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTest {
  // A part of the text, since the DirectRunner takes a minute for the whole.
  @Test
  void countsEachWordOfTheShippedText(@TempDir Path folder) throws IOException {
    List<String> text = ExampleFiles.inputLines("us-constitution.txt").subList(0, 120);
    Path input = Files.write(folder.resolve("input.txt"), text);
    Map<String, Integer> expected = new TreeMap<>();
    for (String line : text) {
      Pattern.compile("\\p{L}+")
          .matcher(line)
          .results()
          .forEach(word -> expected.merge(word.group(), 1, Integer::sum));
    }

    WordCount.main(new String[] {"--inputFile=" + input, "--output=" + folder.resolve("counts")});

    assertThat(ExampleFiles.outputLines(folder.resolve("counts")))
        .contains("the: 66", "Congress: 4")
        .containsExactlyInAnyOrderElementsOf(
            expected.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
  }

  @Test
  void wordsAreLettersOfAnyAlphabetAndLinesAreMeasured(@TempDir Path folder) throws IOException {
    Path input = folder.resolve("input.txt");
    Files.writeString(input, "Übermut tut, tut selten gut\n\n  \n1 Übermut\n");
    WordCount.Options options =
        PipelineOptionsFactory.fromArgs(
                "--inputFile=" + input, "--output=" + folder.resolve("counts"))
            .as(WordCount.Options.class);
    Pipeline pipeline = Pipeline.create(options);
    WordCount.build(pipeline, options);

    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(ExampleFiles.outputLines(folder.resolve("counts")))
        .containsExactlyInAnyOrder("gut: 1", "selten: 1", "tut: 2", "Übermut: 2");
    MetricQueryResults metrics = result.metrics().queryMetrics(MetricsFilter.builder().build());
    assertThat(metrics.getCounters())
        .filteredOn(counter -> counter.getName().getName().equals("emptyLines"))
        .singleElement()
        .satisfies(counter -> assertThat(counter.getCommitted()).isEqualTo(2L));
    assertThat(metrics.getDistributions())
        .filteredOn(distribution -> distribution.getName().getName().equals("lineLength"))
        .singleElement()
        .satisfies(
            distribution ->
                assertThat(distribution.getCommitted())
                    .isEqualTo(DistributionResult.create(38, 4, 0, 27)));
  }

  @Test
  void asksForTheOutput() {
    assertThatThrownBy(() -> WordCount.main(new String[0])).hasMessageContaining("--output");
  }

  @Test
  void namesAMissingInput(@TempDir Path folder) {
    String missing = folder.resolve("missing.txt").toString();
    List<String> arguments = List.of("--inputFile=" + missing, "--output=" + folder.resolve("o"));

    assertThatThrownBy(() -> WordCount.main(arguments.toArray(String[]::new)))
        .hasMessageContaining(missing);
  }
}
