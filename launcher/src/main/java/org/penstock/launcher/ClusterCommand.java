package org.penstock.launcher;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: it only has help. */
@Command(
    name = "cluster",
    description =
        "Starts and stops a Flink cluster on this machine, each part in a JVM of its own.",
    mixinStandardHelpOptions = true,
    subcommands = {ClusterStartCommand.class, ClusterStopCommand.class, ClusterStatusCommand.class},
    footer = {
      "",
      "Examples:",
      "  penstock cluster start --taskmanagers=2 --slots=2",
      "  penstock run my.jar -- --flinkMaster=localhost:8081",
      "  penstock cluster status",
      "  penstock cluster stop"
    })
final class ClusterCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "What shall be done with the cluster? start, stop or status.");
    }
  }
}
