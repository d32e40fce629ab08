package org.penstock.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.penstock.core.AlignedColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells how a cluster of this machine is. */
@Command(
    name = "status",
    description = "Tells where the cluster is, which of its processes run, and its jobs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  penstock cluster status",
      "  penstock cluster status --directory=/data/flink",
      "",
      "Exit codes: 0 all of it runs, 1 it does not, or not whole, 2 the command line is wrong."
    })
final class ClusterStatusCommand implements Callable<Integer> {
  @Mixin private ClusterFolderOption option = new ClusterFolderOption();

  @Override
  public Integer call() {
    ClusterFolder folder = option.folder();
    ClusterState state =
        folder
            .state()
            .orElseThrow(
                () ->
                    LaunchException.failed(
                        "No cluster was started in "
                            + folder.path()
                            + ". Start one: penstock cluster start"
                            + option.argument()));
    System.out.println(processes(folder, state));
    List<ClusterProcess> gone = state.gone();
    boolean answers =
        gone.stream().noneMatch(one -> one.role().equals(ClusterConfiguration.JOB_MANAGER));
    if (answers) {
      FlinkRest rest = new FlinkRest(state.rest());
      System.out.println(ClusterOverview.ask(rest).text(rest));
      System.out.println(JobsCommand.text(new ClusterJobs(rest).all()));
    }
    if (!gone.isEmpty()) {
      throw LaunchException.failed(
          "Ended by themselves or killed: "
              + String.join(", ", gone.stream().map(ClusterProcess::role).toList())
              + ". Start them again: penstock cluster start"
              + option.argument());
    }
    return ExitCode.DONE;
  }

  private static String processes(ClusterFolder folder, ClusterState state) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("PROCESS", "PID", "STATE", "LOG"));
    state
        .processes()
        .forEach(
            process ->
                rows.add(
                    List.of(
                        process.role(),
                        Long.toString(process.pid()),
                        process.alive() ? "running" : "gone",
                        folder.log(process.role()).toString())));
    return String.join("\n", AlignedColumns.lines(rows));
  }
}
