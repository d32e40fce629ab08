package org.penstock.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.penstock.core.JobListener;
import org.penstock.core.SavepointMatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells how a pipeline matches a savepoint; nothing runs. */
@Command(
    name = "check-savepoint",
    description = {
      "Prints which transforms of a pipeline match the state in a savepoint. Nothing is run, and the",
      "savepoint stays as it is."
    },
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "penstock check-savepoint --savepoint=PATH [--class=CLASS] [--stacktrace] JAR",
      "                                [-- PIPELINE OPTIONS]",
      "       penstock check-savepoint --savepoint=PATH [--stacktrace] --example=NAME",
      "                                [-- PIPELINE OPTIONS]"
    },
    footer = {
      "",
      "The program itself is run up to the point where it runs its pipeline. Give it the options that",
      "the pipeline will be run with: its parallelism is compared, too, and options may change its",
      "transforms. State is found by the names of transforms alone; whether the coders of state have",
      "stayed the same is seen only when a job starts from the savepoint.",
      "",
      "Exit codes: 0 all state would be restored, 1 some of it would be lost (even if",
      "--allowNonRestoredState=true of the pipeline allows that) or the pipeline cannot be run, 2 the",
      "command line is wrong or there is no such savepoint."
    })
final class CheckSavepointCommand implements Callable<Integer> {
  private static final List<String> OWN = List.of("savepointPath", "checkSavepoint");

  private final List<String> pipelineOptions;

  @Option(
      names = "--savepoint",
      paramLabel = "PATH",
      required = true,
      description = {
        "What savepoint, stop or drain has printed, or the folder of a checkpoint",
        "that was kept (.../chk-17). It has to be readable from here."
      })
  private String savepoint = "";

  @Mixin private ProgramOptions options = new ProgramOptions();

  CheckSavepointCommand(List<String> pipelineOptions) {
    this.pipelineOptions = pipelineOptions;
  }

  @Override
  public Integer call() {
    for (String own : OWN) {
      if (PipelineArguments.value(pipelineOptions, own).isPresent()) {
        throw LaunchException.usage(
            "Leave --" + own + " out of the pipeline's options: --savepoint says it all.");
      }
    }
    if (!PipelineArguments.areForThisRunner(pipelineOptions)) {
      // Another runner would run the pipeline.
      throw LaunchException.usage("Leave --runner out of the pipeline's options.");
    }
    String path = StatePath.absolute("--savepoint", savepoint);
    Matches matches = new Matches();
    JobEvents.sendTo(matches);
    int thrown =
        new ProgramRun(options.program(), pipelineOptions, options.stackTrace(), System.err)
            .call("--checkSavepoint=true", "--savepointPath=" + path);
    return thrown == ExitCode.DONE ? matches.verdict() : thrown;
  }

  /** What core has told of the pipelines that the program would have run. */
  private static final class Matches implements JobListener {
    private final List<SavepointMatch> all = new ArrayList<>();

    @Override
    public synchronized void checked(SavepointMatch match) {
      all.add(match);
    }

    synchronized int verdict() {
      if (all.isEmpty()) {
        throw LaunchException.failed("The program ended without running a pipeline.");
      }
      return all.stream().allMatch(SavepointMatch::restoresAll) ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
