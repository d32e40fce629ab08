package org.penstock.conformance.sdks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@code go tool test2json} writes: a JSON object a line. */
final class GoTestReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_END = "\n(it did not come to its end)";

  private final Map<String, StringBuilder> output = new LinkedHashMap<>();
  private final Map<String, Outcome.Status> ends = new LinkedHashMap<>();

  private GoTestReport() {}

  /**
   * The outcomes of the tests, in the order in which they began. What a subtest prints is its
   * test's, and a test without an end, such as one that was running when time was up, has failed.
   *
   * @throws IOException if there is no report, or a line that is not JSON
   */
  static List<Outcome> read(Path file) throws IOException {
    GoTestReport report = new GoTestReport();
    for (String line : Files.readAllLines(file)) {
      report.add(JSON.readTree(line));
    }
    return report.outcomes();
  }

  private void add(JsonNode event) {
    String name = event.path("Test").asText();
    if (name.isEmpty()) {
      return;
    }
    boolean subtest = name.indexOf('/') >= 0;
    StringBuilder text =
        output.computeIfAbsent(
            subtest ? name.substring(0, name.indexOf('/')) : name, test -> new StringBuilder());
    switch (event.path("Action").asText()) {
      case "output" -> text.append(event.path("Output").asText());
      case "pass" -> end(name, subtest, Outcome.Status.PASSED);
      case "skip" -> end(name, subtest, Outcome.Status.SKIPPED);
      case "fail" -> end(name, subtest, Outcome.Status.FAILED);
      default -> {}
    }
  }

  private void end(String name, boolean subtest, Outcome.Status status) {
    if (!subtest) {
      ends.put(name, status);
    }
  }

  private List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    output.forEach(
        (name, text) -> {
          Outcome.Status status = ends.getOrDefault(name, Outcome.Status.FAILED);
          String told = status == Outcome.Status.PASSED ? "" : text.toString().strip();
          outcomes.add(new Outcome(name, status, ends.containsKey(name) ? told : told + NO_END));
        });
    return List.copyOf(outcomes);
  }
}
