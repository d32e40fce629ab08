package org.penstock.environments.process;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/** A JVM that has a worker and is not left alone with it. */
final class Victim {
  private Victim() {}

  /**
   * Starts a worker and waits, or exits when the worker has begun.
   *
   * @param args a file with the environment, and one that the worker writes before the exit; the
   *     second is optional
   */
  public static void main(String[] args) throws Exception {
    RunnerApi.Environment environment =
        RunnerApi.Environment.parseFrom(Files.readAllBytes(Path.of(args[0])));
    Scripts.start(environment);
    while (args.length < 2 || !Files.exists(Path.of(args[1]))) {
      Thread.sleep(20);
    }
    System.exit(0);
  }
}
