package org.penstock.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a job for good, with a savepoint. */
@Command(
    name = "drain",
    description = {
      "Ends a job for good, with a savepoint: all windows and timers fire.",
      "Its sources stop, its time goes to the end, and a savepoint of what is left is taken. Prints",
      "where it is.",
      "To go on later as if nothing had been, use penstock stop."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  penstock drain wordcount",
      "  path=$(penstock drain wordcount --directory=/data/savepoints)",
      "  penstock drain 3f2a9c5e0b7d41c8a6e1f09d2b4c7a35 --flinkMaster=flink.acme.com:8081",
      "",
      "Exit codes: 0 it is done, 1 it failed, 2 the command line is wrong or there is no such job."
    })
final class DrainCommand implements Callable<Integer> {
  @Mixin private SavepointOptions options = new SavepointOptions();

  @Override
  public Integer call() {
    return options.take(SavepointRequest.End.DRAIN);
  }
}
