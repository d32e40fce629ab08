package org.penstock.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a job with a savepoint. */
@Command(
    name = "stop",
    description = {
      "Ends a job with a savepoint, and prints where it is.",
      "What is open, such as windows and timers, is in the savepoint: a job that starts from it by",
      "the pipeline option --savepointPath=PATH goes on as if nothing had been."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  penstock stop wordcount",
      "  path=$(penstock stop wordcount --directory=/data/savepoints)",
      "  penstock run my.jar -- --savepointPath=\"$path\"",
      "",
      "Exit codes: 0 it is done, 1 it failed, 2 the command line is wrong or there is no such job."
    })
final class StopCommand implements Callable<Integer> {
  @Mixin private SavepointOptions options = new SavepointOptions();

  @Override
  public Integer call() {
    return options.take(SavepointRequest.End.STOP);
  }
}
