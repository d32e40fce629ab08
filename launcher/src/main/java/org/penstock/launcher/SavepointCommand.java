package org.penstock.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes a savepoint of a job that goes on. */
@Command(
    name = "savepoint",
    description = {
      "Takes a savepoint of a job that goes on, and prints where it is.",
      "A job starts from there by the pipeline option --savepointPath=PATH."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  penstock savepoint wordcount",
      "  path=$(penstock savepoint wordcount --directory=/data/savepoints)",
      "  penstock run my.jar -- --savepointPath=\"$path\"",
      "",
      "Exit codes: 0 it is done, 1 it failed, 2 the command line is wrong or there is no such job."
    })
final class SavepointCommand implements Callable<Integer> {
  @Mixin private SavepointOptions options = new SavepointOptions();

  @Override
  public Integer call() {
    return options.take(SavepointRequest.End.NONE);
  }
}
