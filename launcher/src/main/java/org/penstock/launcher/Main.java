package org.penstock.launcher;

import java.io.PrintWriter;
import java.util.Set;
import org.penstock.job.server.JobServerCommand;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where {@code bin/penstock} comes in. */
public final class Main {
  private static final Set<String> PIPELINE_COMMANDS = Set.of("run", "explain", "check-savepoint");
  private static final int HELP_WIDTH = 100;

  private Main() {}

  /** Runs a command and ends the process with its {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(run(CommandLineArguments.of(arguments)));
  }

  static int run(CommandLineArguments arguments) {
    CommandLine line = new CommandLine(new PenstockCommand());
    line.addSubcommand(new RunCommand(arguments.pipeline()));
    line.addSubcommand(new ExplainCommand(arguments.pipeline()));
    line.addSubcommand(new CheckSavepointCommand(arguments.pipeline()));
    line.addSubcommand(new PluginsCommand());
    line.addSubcommand(new ClusterCommand());
    line.addSubcommand(new JobServerCommand());
    line.addSubcommand(new JobsCommand());
    line.addSubcommand(new SavepointCommand());
    line.addSubcommand(new StopCommand());
    line.addSubcommand(new DrainCommand());
    line.addSubcommand(new CancelCommand());
    addVersions(line);
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
    line.setParameterExceptionHandler((failure, given) -> explain(failure));
    return line.execute(arguments.own().toArray(String[]::new));
  }

  private static void addVersions(CommandLine line) {
    line.getSubcommands()
        .values()
        .forEach(
            command -> {
              command.getCommandSpec().versionProvider(new Versions());
              addVersions(command);
            });
  }

  private static int explain(Exception failure, CommandLine command) throws Exception {
    if (failure instanceof LaunchException launch) {
      command.getErr().println("penstock: " + launch.getMessage());
      return launch.exitCode();
    }
    throw failure;
  }

  private static int explain(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    if (!command.getSubcommands().isEmpty()
        && failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      err.println(
          "penstock: There is no command "
              + unmatched.getUnmatched().get(0)
              + ". Present: "
              + String.join(", ", command.getSubcommands().keySet())
              + ".");
    } else {
      err.println("penstock: " + failure.getMessage());
    }
    boolean takesPipelineOptions = PIPELINE_COMMANDS.contains(command.getCommandName());
    if (takesPipelineOptions && failure instanceof UnmatchedArgumentException unmatched) {
      err.println(
          "Options of the pipeline go behind two hyphens: ... -- "
              + String.join(" ", unmatched.getUnmatched()));
    }
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }
}
