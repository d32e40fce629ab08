package org.penstock.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a cluster of this machine. */
@Command(
    name = "stop",
    description = {
      "Ends the cluster, and with it all jobs on it.",
      "Configuration, logs, checkpoints and savepoints stay in its folder."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  penstock cluster stop",
      "  penstock cluster stop --directory=/data/flink",
      "",
      "Exit codes: 0 it has ended, 1 there was none, or it does not end, 2 the command line is wrong."
    })
final class ClusterStopCommand implements Callable<Integer> {
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
                            + ", so there is none to stop."));
    int gone = state.gone().size();
    ClusterEnd.of(state.processes(), Console.ofThisProcess());
    folder.clear();
    System.out.println(
        "Stopped the cluster at "
            + state.rest()
            + (gone == 0 ? "." : "; of its processes, " + gone + " had ended before."));
    return ExitCode.DONE;
  }
}
