package org.penstock.conformance.sdks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Python pipeline of ours, submitted to a job server that runs already.
 *
 * @param sdk what it runs with
 * @param server who runs the pipeline
 * @param work takes what it prints
 */
record PythonProgram(PythonSdk sdk, JobServerProcess server, Path work) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * A run of it.
   *
   * @param name of its log
   * @param script a file of the folder {@code python}
   * @param command starts a worker
   * @param arguments the script's own, and pipeline options
   */
  SuiteProcess run(String name, String script, Path command, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(sdk.python().toString());
    line.add(sdk.suites().resolve(script).toString());
    line.addAll(List.of("--runner=PortableRunner", "--job_endpoint=" + server.endpoint()));
    line.add("--environment_type=PROCESS");
    line.add("--environment_options=process_command=" + command);
    line.addAll(List.of(arguments));
    return new SuiteProcess(line, Map.of(), work.resolve(name + ".log"), LIMIT);
  }
}
