package org.penstock.launcher;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a job at once. */
@Command(
    name = "cancel",
    description = {
      "Ends a job at once, without a savepoint, and waits for its end.",
      "To go on later, use penstock stop; to finish what is open, penstock drain."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  penstock cancel wordcount",
      "  penstock cancel 3f2a9c5e0b7d41c8a6e1f09d2b4c7a35 --flinkMaster=flink.acme.com:8081",
      "",
      "Exit codes: 0 it is cancelled, 1 it is not, 2 the command line is wrong or there is no such job."
    })
final class CancelCommand implements Callable<Integer> {
  private static final String CANCELLED = "CANCELED";

  @Parameters(paramLabel = "JOB", description = "The id of a job, or its name if it is unique.")
  private String job = "";

  @Mixin private ClusterAddress address = new ClusterAddress();

  @Override
  public Integer call() {
    ClusterJobs jobs = new ClusterJobs(address.rest());
    ClusterJob found = jobs.running(job);
    jobs.cancel(found);
    String end =
        new Waiting(Console.ofThisProcess(), "Cancelling " + found.title())
            .until(() -> end(jobs, found));
    if (!end.equals(CANCELLED)) {
      throw LaunchException.failed(
          "The job " + found.title() + " ended before it was cancelled, and is " + end + ".");
    }
    System.out.println("Cancelled " + found.title() + ".");
    return ExitCode.DONE;
  }

  /** A cluster that forgets a job at once has ended it. */
  private static Optional<String> end(ClusterJobs jobs, ClusterJob job) {
    String state = jobs.state(job).orElse(CANCELLED);
    boolean ended = new ClusterJob(job.id(), job.name(), state, job.duration()).ended();
    return ended ? Optional.of(state) : Optional.empty();
  }
}
