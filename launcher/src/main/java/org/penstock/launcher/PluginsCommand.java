package org.penstock.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.penstock.core.AlignedColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what was found. */
@Command(
    name = "plugins",
    description = "Lists the plugins that are present, and what is wrong with the rest.",
    mixinStandardHelpOptions = true)
final class PluginsCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print it for programs.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    PluginReport report = PluginReport.ofThisProcess();
    System.out.println(
        json
            ? new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(report)
            : text(report));
    return ExitCode.DONE;
  }

  static String text(PluginReport report) {
    List<String> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "KIND", "VERSION", "FROM"));
    report
        .plugins()
        .forEach(
            plugin ->
                rows.add(List.of(plugin.name(), plugin.kind(), plugin.version(), plugin.jar())));
    lines.addAll(report.plugins().isEmpty() ? List.of("No plugins.") : AlignedColumns.lines(rows));
    if (!report.issues().isEmpty()) {
      lines.add("");
      lines.add("Issues:");
      report.issues().forEach(issue -> lines.add("  " + issue.jar() + ": " + issue.message()));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
