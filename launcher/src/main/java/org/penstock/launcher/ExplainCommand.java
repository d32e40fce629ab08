package org.penstock.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells how a pipeline would be translated; nothing runs. */
@Command(
    name = "explain",
    description = "Prints how a pipeline would be translated, and why. Nothing is run.",
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "penstock explain [--class=CLASS] [--stacktrace] JAR [-- PIPELINE OPTIONS]",
      "       penstock explain [--stacktrace] --example=NAME [-- PIPELINE OPTIONS]"
    },
    footer = {
      "",
      "The program itself is run up to the point where it runs its pipeline, with --explain=true.",
      "",
      "Exit codes: 0 it is explained, 1 the pipeline cannot be run here, 2 the command line is wrong."
    })
final class ExplainCommand implements Callable<Integer> {
  private final List<String> pipelineOptions;

  @Mixin private ProgramOptions options = new ProgramOptions();

  ExplainCommand(List<String> pipelineOptions) {
    this.pipelineOptions = pipelineOptions;
  }

  @Override
  public Integer call() {
    return new ProgramRun(options.program(), pipelineOptions, options.stackTrace(), System.err)
        .call("--explain=true");
  }
}
