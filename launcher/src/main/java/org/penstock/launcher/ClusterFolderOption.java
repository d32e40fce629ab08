package org.penstock.launcher;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster of this machine: an option of all commands below cluster. */
final class ClusterFolderOption {
  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = {
        "The folder for configuration, logs, checkpoints and savepoints of the cluster.",
        "$XDG_STATE_HOME/penstock/cluster if that is set, else ~/.penstock/cluster."
      })
  private @Nullable Path directory;

  ClusterFolder folder() {
    return ClusterFolder.of(directory);
  }

  /** How to name the folder in another command; empty for the standard one. */
  String argument() {
    return directory == null ? "" : " --directory=" + directory;
  }
}
