package org.penstock.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a cluster on this machine, or what is missing of it. */
@Command(
    name = "start",
    description = {
      "Starts a Flink session cluster on this machine, or what is missing of it.",
      "That is a JobManager and TaskManagers, each in a JVM of its own, with Flink's jars of this",
      "distribution. Returns when it takes jobs.",
      "If some of its processes have ended, those are started again, as they were."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  penstock cluster start",
      "  penstock cluster start --taskmanagers=1 --slots=4 --rest-port=0 --directory=/data/flink",
      "  penstock cluster start -D taskmanager.memory.process.size=4g -D state.backend.type=rocksdb",
      "  penstock cluster start --high-availability",
      "",
      "Exit codes: 0 it runs, 1 it does not start, 2 the command line or an option of Flink is wrong."
    })
final class ClusterStartCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private ClusterFolderOption option = new ClusterFolderOption();

  @Option(
      names = "--taskmanagers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many TaskManagers, ${DEFAULT-VALUE} if not given.")
  private int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = {
        "The slots of each TaskManager. If not given, all together have one for each processor, and",
        "each at least two."
      })
  private @Nullable Integer slots;

  @Option(
      names = "--rest-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Where it takes jobs, ${DEFAULT-VALUE} if not given; 0 for any free port.")
  private int restPort;

  @Option(
      names = "--high-availability",
      description = {
        "Start a ZooKeeper as well, so that jobs with checkpoints survive the end of the JobManager:",
        "start it again by this command."
      })
  private boolean highAvailability;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "An option of Flink's configuration; an empty value takes a default away.")
  private Map<String, String> flink = new LinkedHashMap<>();

  @Override
  public Integer call() {
    ClusterStart start =
        new ClusterStart(
            option.folder(),
            Home.folder()
                .orElseThrow(
                    () ->
                        LaunchException.usage(
                            "There is no Flink to start outside of a distribution.")),
            Console.ofThisProcess());
    Optional<ClusterState> present = option.folder().state();
    ClusterOverview overview =
        present.filter(state -> !state.running().isEmpty()).isPresent()
            ? start.again(missing(present.get()))
            : start.fresh(settings());
    System.out.println(overview.text(start.rest()));
    System.out.println(
        "Run a pipeline there: --flinkMaster=" + start.rest().address().getAuthority());
    System.out.println("Stop it: penstock cluster stop" + option.argument());
    return ExitCode.DONE;
  }

  private ClusterSettings settings() {
    atLeast("--taskmanagers", 1, taskManagers);
    int each = slots == null ? ClusterSettings.defaultSlots(taskManagers) : slots;
    atLeast("--slots", 1, each);
    atLeast("--rest-port", 0, restPort);
    if (restPort > 65535) {
      throw LaunchException.usage("--rest-port takes 0 to 65535, and was " + restPort + ".");
    }
    return new ClusterSettings(taskManagers, each, restPort, highAvailability, flink);
  }

  private static void atLeast(String name, int least, int value) {
    if (value < least) {
      throw LaunchException.usage(name + " takes " + least + " or more, and was " + value + ".");
    }
  }

  /** What is to be started again of a cluster that runs in part. */
  private ClusterState missing(ClusterState state) {
    String stop = "penstock cluster stop" + option.argument();
    if (state.gone().isEmpty()) {
      throw LaunchException.failed(
          "A cluster runs in "
              + option.folder().path()
              + " already, at "
              + state.rest()
              + ". Stop it: "
              + stop
              + "; or name another folder: --directory.");
    }
    List<String> others =
        spec == null
            ? List.of()
            : spec.commandLine().getParseResult().matchedOptions().stream()
                .map(matched -> matched.longestName())
                .filter(name -> !name.equals("--directory"))
                .toList();
    if (!others.isEmpty()) {
      throw LaunchException.usage(
          "A cluster runs in part in "
              + option.folder().path()
              + ". It is started again as it was, without "
              + String.join(", ", others)
              + "; or stop it first: "
              + stop);
    }
    return state;
  }
}
