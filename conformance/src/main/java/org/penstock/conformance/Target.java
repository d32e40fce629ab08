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
 * @param heap the heap of a JVM that runs its tests, such as {@code 5g}; empty for that of the
 *     build
 * @param suites the suites that it is tested with
 * @param inapplicable categories whose tests say nothing about this target
 */
record Target(
    String name,
    String options,
    boolean streaming,
    boolean flink,
    String heap,
    Set<SuiteTest.Suite> suites,
    Set<String> inapplicable) {

  Target {
    suites = Set.copyOf(suites);
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
                            + ". Choose another one with -Dconformance.targets=NAME."));
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
        properties.getProperty("heap", "").strip(),
        Arrays.stream(SuiteTest.Suite.values())
            .filter(suite -> words(properties, "suites", resource).contains(suite.toString()))
            .collect(Collectors.toSet()),
        words(properties, "inapplicable", resource));
  }

  private static Set<String> words(Properties properties, String key, String resource) {
    return Arrays.stream(required(properties, key, resource).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  private static String required(Properties properties, String key, String resource) {
    return Optional.ofNullable(properties.getProperty(key))
        .orElseThrow(() -> new IllegalArgumentException(resource + " lacks the key " + key));
  }
}
