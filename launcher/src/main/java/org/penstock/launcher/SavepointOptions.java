package org.penstock.launcher;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which job, where, and where to: what all commands have that take a savepoint. */
final class SavepointOptions {
  @Parameters(paramLabel = "JOB", description = "The id of a job, or its name if it is unique.")
  private String job = "";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = {
        "The directory or URI in which Flink makes the savepoint's folder. All processes of the",
        "cluster must be able to write there. The cluster's own default if not given."
      })
  private @Nullable String directory;

  @Mixin private ClusterAddress address = new ClusterAddress();

  /**
   * Takes the savepoint, waits until it is complete, and prints its path alone on standard output.
   *
   * @throws LaunchException if it can't be taken
   */
  int take(SavepointRequest.End end) {
    Optional<String> target =
        Optional.ofNullable(directory).map(given -> StatePath.absolute("--directory", given));
    ClusterJobs jobs = new ClusterJobs(address.rest());
    ClusterJob found = jobs.running(job);
    SavepointRequest request = jobs.savepoint(found, end, target);
    Console console = Console.ofThisProcess();
    Waiting waiting = new Waiting(console, "Savepoint of " + found.title());
    String path = waiting.until(request::path);
    console.print(
        "Savepoint of " + found.title() + ": complete after " + Text.duration(waiting.elapsed()));
    System.out.println(path);
    return ExitCode.DONE;
  }
}
