package org.penstock.launcher;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a program. */
@Command(
    name = "run",
    description = "Runs a pipeline, on this machine unless the pipeline's options say otherwise.",
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "penstock run [--class=CLASS] [--stacktrace] JAR [-- PIPELINE OPTIONS]",
      "       penstock run [--stacktrace] --example=NAME [-- PIPELINE OPTIONS]",
      "       penstock run --list-examples"
    },
    footer = {
      "",
      "The program gets --runner=PenstockRunner and --flinkMaster=[local] before the options that you",
      "give, each unless you give it yourself.",
      "",
      "Exit codes: 0 the pipeline has finished, 1 it failed, 2 the command line is wrong."
    })
final class RunCommand implements Callable<Integer> {
  private final List<String> pipelineOptions;

  @Mixin private ProgramOptions options = new ProgramOptions();

  @Option(names = "--list-examples", description = "List the examples and end.")
  private boolean listExamples;

  RunCommand(List<String> pipelineOptions) {
    this.pipelineOptions = pipelineOptions;
  }

  @Override
  public Integer call() {
    if (listExamples) {
      listExamples();
      return ExitCode.DONE;
    }
    Program program = options.program();
    Console console = Console.ofThisProcess();
    RunMonitor monitor = new RunMonitor(console);
    JobEvents.sendTo(monitor);
    int thrown = new ProgramRun(program, pipelineOptions, options.stackTrace(), System.err).call();
    return verdict(thrown, monitor, console);
  }

  private int verdict(int thrown, RunMonitor monitor, Console console) {
    if (thrown != ExitCode.DONE) {
      return thrown;
    }
    if (monitor.anyFailed()) {
      return ExitCode.FAILED;
    }
    if (!monitor.anyPlanned() && PipelineArguments.areForThisRunner(pipelineOptions)) {
      console.print("penstock: The program ended without running a pipeline.");
      return ExitCode.FAILED;
    }
    PipelineArguments.value(pipelineOptions, "output")
        .ifPresent(output -> console.print("  Output: " + output));
    return ExitCode.DONE;
  }

  private void listExamples() {
    Map<String, Examples.Example> all = ProgramOptions.examples().all();
    int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
    all.forEach(
        (name, example) ->
            System.out.println(
                name + " ".repeat(width - name.length()) + "  " + example.description()));
  }
}
