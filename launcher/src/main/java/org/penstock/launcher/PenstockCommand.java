package org.penstock.launcher;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: it only has help and a version. */
@Command(
    name = "penstock",
    description = "Runs Apache Beam pipelines on Apache Flink.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    footer = {
      "",
      "Environment:",
      "  PENSTOCK_JAVA_OPTS  options for the JVM, such as -Xmx4g",
      "  PENSTOCK_LOG_DIR    where the full logs go",
      "  PENSTOCK_JPMS=off   put everything on the class path instead of the module path",
      "  JAVA_HOME           the JVM to use, 17 or newer"
    })
final class PenstockCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "What shall be done? Name a command.");
    }
  }
}
