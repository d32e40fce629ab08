package org.penstock.launcher;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call of a user's program in this JVM. */
final class ProgramRun {
  private static final String LOG_FILE = "penstock.log.file";

  private final Program program;
  private final List<String> given;
  private final boolean stackTrace;
  private final PrintStream err;

  /**
   * Prepares a run.
   *
   * @param program what to call
   * @param given the options of the pipeline, as the user gave them
   * @param stackTrace whether a failure is shown with all its frames
   * @param err where failures and warnings are told
   */
  ProgramRun(Program program, List<String> given, boolean stackTrace, PrintStream err) {
    this.program = program;
    this.given = List.copyOf(given);
    this.stackTrace = stackTrace;
    this.err = err;
  }

  /**
   * Calls the program and waits for its end.
   *
   * @return the exit code; {@link ExitCode#DONE} if nothing was thrown
   * @throws LaunchException if there is nothing to call
   */
  int call(String... more) {
    warnOfOtherBeam();
    Method main = program.load();
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(PipelineArguments.complete(given));
    try {
      Program.call(main, arguments);
      return ExitCode.DONE;
    } catch (Throwable e) {
      // All of it is the program's: a missing class or too little memory is to be told as well.
      return tell(e);
    }
  }

  private int tell(Throwable thrown) {
    FailureReport report = FailureReport.of(thrown);
    err.println("penstock: " + report.text());
    if (stackTrace) {
      thrown.printStackTrace(err);
    } else {
      String log =
          Optional.ofNullable(System.getProperty(LOG_FILE)).map(f -> "; log: " + f).orElse("");
      err.println("  (--stacktrace shows all of it" + log + ")");
    }
    return report.exitCode();
  }

  private void warnOfOtherBeam() {
    String ours = Versions.beam();
    program
        .jar()
        .beamVersion()
        .filter(brought -> !brought.equals(ours))
        .ifPresent(
            brought ->
                err.println(
                    "penstock: "
                        + program.jar().path()
                        + " brings Beam "
                        + brought
                        + ". Beam "
                        + ours
                        + " of this distribution is used instead; leave Beam out of the jar, or"
                        + " build it against "
                        + ours
                        + "."));
  }
}
