package org.penstock.launcher;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which program to run, explain or check: options that all these commands have. */
final class ProgramOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "JAR",
      description = "The jar with the program. What follows -- are options of the pipeline.")
  private @Nullable Path jar;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "The class to start, if the jar's manifest names none or another one.")
  private @Nullable String mainClass;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      description = "An example of the distribution instead of a jar.")
  private @Nullable String example;

  @Option(names = "--stacktrace", description = "Show the whole stack trace of a failure.")
  private boolean stackTrace;

  boolean stackTrace() {
    return stackTrace;
  }

  /**
   * The program that was asked for.
   *
   * @throws LaunchException if there is no such thing
   */
  Program program() {
    if (example != null) {
      if (jar != null) {
        throw LaunchException.usage(
            "Give a jar or --example, not both: " + jar + ", " + example + ".");
      }
      Examples.Example found = examples().named(example);
      return new Program(UserJar.read(found.jar()), found.mainClass());
    }
    if (jar == null) {
      throw LaunchException.usage("Give the jar of the program, or --example NAME.");
    }
    UserJar read = UserJar.read(jar);
    if (mainClass != null) {
      return new Program(read, mainClass);
    }
    return new Program(
        read,
        read.mainClass()
            .orElseThrow(
                () ->
                    LaunchException.usage(
                        "The manifest of "
                            + read.path()
                            + " names no Main-Class. Name the class to start with --class.")));
  }

  static Examples examples() {
    return Home.folder()
        .map(home -> Examples.in(home.resolve("examples")))
        .orElseThrow(
            () -> LaunchException.usage("There are no examples outside of a distribution."));
  }
}
