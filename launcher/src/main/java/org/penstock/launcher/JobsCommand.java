package org.penstock.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.penstock.core.AlignedColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the jobs of a cluster. */
@Command(
    name = "jobs",
    description = "Lists the jobs of a Flink cluster: those that run, and those it remembers.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  penstock jobs",
      "  penstock jobs --flinkMaster=flink.acme.com:8081",
      "",
      "Exit codes: 0 they are listed, 1 Flink does not answer, 2 the command line is wrong."
    })
final class JobsCommand implements Callable<Integer> {
  @Mixin private ClusterAddress address = new ClusterAddress();

  @Override
  public Integer call() {
    System.out.println(text(new ClusterJobs(address.rest()).all()));
    return ExitCode.DONE;
  }

  static String text(List<ClusterJob> jobs) {
    if (jobs.isEmpty()) {
      return "No jobs.";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "NAME", "STATE", "FOR"));
    jobs.forEach(
        job -> rows.add(List.of(job.id(), job.name(), job.state(), Text.duration(job.duration()))));
    return String.join("\n", AlignedColumns.lines(rows));
  }
}
