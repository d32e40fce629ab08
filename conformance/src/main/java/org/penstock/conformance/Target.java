package org.penstock.conformance;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run tests, from the resource {@code target-NAME.properties}.
 *
 * @param name the target's name, such as {@code classic-batch}
 * @param options the pipeline options of every test: a JSON array of strings
 * @param streaming whether tests that need an unbounded PCollection are part of it
 * @param flink whether the tests' pipelines need a Flink cluster
 * @param inapplicable categories whose tests say nothing about this target
 */
record Target(
    String name, String options, boolean streaming, boolean flink, Set<String> inapplicable) {

  Target {
    inapplicable = Set.copyOf(inapplicable);
  }

  /** Reads a target's description. */
  static Target load(String name) {
    String resource = "target-" + name + ".properties";
    String text =
        Resources.find(resource)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "There is no target '"
                            + name
                            + "': no resource "
                            + resource
                            + ". Choose another one with -Dconformance.target=NAME."));
    Properties properties = new Properties();
    try (StringReader reader = new StringReader(text)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
    return new Target(
        name,
        required(properties, "options", resource),
        Boolean.parseBoolean(required(properties, "streaming", resource)),
        Boolean.parseBoolean(required(properties, "flink", resource)),
        Arrays.stream(required(properties, "inapplicable", resource).split(",", -1))
            .map(String::strip)
            .filter(category -> !category.isEmpty())
            .collect(Collectors.toSet()));
  }

  private static String required(Properties properties, String key, String resource) {
    return Optional.ofNullable(properties.getProperty(key))
        .orElseThrow(() -> new IllegalArgumentException(resource + " lacks the key " + key));
  }
}
