package org.penstock.launcher;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.util.UserCodeException;
import org.apache.flink.util.SerializedThrowable;
import org.penstock.core.FailedStepException;
import org.penstock.core.NoSavepointException;
import org.penstock.core.PipelineRefusedException;
import org.penstock.spi.StepException;

/**
 * What a user is told of a failure: which step, what the user's own code said, and where in the
 * user's code; never the frames of Beam, Flink and the runner around it.
 *
 * @param exitCode the answer of the process
 * @param text one paragraph, and the user's own frames below it
 */
record FailureReport(int exitCode, String text) {
  private static final int MOST_FRAMES = 8;

  private static final Set<String> MISSING_FILE =
      Set.of(FileNotFoundException.class.getName(), NoSuchFileException.class.getName());

  /** Frames of these are not the user's. */
  private static final List<String> FOREIGN =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "picocli.",
          "com.sun.",
          "org.apache.beam.sdk.",
          "org.apache.beam.runners.",
          "org.apache.beam.vendor.",
          "org.apache.beam.repackaged.",
          "org.apache.flink.",
          "org.apache.pekko.",
          "org.penstock.spi.",
          "org.penstock.core.",
          "org.penstock.runtime.",
          "org.penstock.classic.",
          "org.penstock.launcher.",
          "org.penstock.boot.");

  /** Finds the cause that matters among the causes of what the program threw. */
  static FailureReport of(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    Optional<String> step = step(chain);
    Throwable root = unwrapped(chain);
    String where = step.map(name -> " in the step " + name).orElse("");
    Optional<String> missing = missingFile(step.isPresent() ? List.of(root) : chain);
    if (missing.isPresent()) {
      return new FailureReport(
          ExitCode.FAILED, "A file was not found" + where + ": " + missing.get());
    }
    if (step.isPresent()) {
      return new FailureReport(
          ExitCode.FAILED, "The step " + step.get() + " failed: " + root + frames(root));
    }
    Optional<PipelineRefusedException> refusal = first(chain, PipelineRefusedException.class);
    if (refusal.isPresent()) {
      return new FailureReport(ExitCode.FAILED, String.valueOf(refusal.get().getMessage()));
    }
    Optional<NoSavepointException> savepoint = first(chain, NoSavepointException.class);
    if (savepoint.isPresent()) {
      return new FailureReport(ExitCode.USAGE, String.valueOf(savepoint.get().getMessage()));
    }
    if (isOfOptions(root)) {
      return new FailureReport(ExitCode.USAGE, options(root));
    }
    if (root.getClass() == RuntimeException.class
        && first(chain, PipelineExecutionException.class).isPresent()) {
      // What core says of a job that Flink itself gave up.
      return new FailureReport(ExitCode.FAILED, String.valueOf(root.getMessage()));
    }
    return new FailureReport(ExitCode.FAILED, "The program failed: " + root + frames(root));
  }

  /** Core names the step of a failed job; a job that was started otherwise may still name it. */
  private static Optional<String> step(List<Throwable> chain) {
    return first(chain, FailedStepException.class)
        .map(FailedStepException::step)
        .or(() -> first(chain, StepException.class).map(StepException::step));
  }

  /** Sources look for their files in the job, so Flink may have packed the exception. */
  private static Optional<String> missingFile(List<Throwable> chain) {
    return chain.stream()
        .filter(link -> MISSING_FILE.contains(className(link)))
        .map(link -> String.valueOf(link.getMessage()).replace(className(link) + ": ", ""))
        .findFirst();
  }

  private static String className(Throwable link) {
    return link instanceof SerializedThrowable packed
        ? packed.getOriginalErrorClassName()
        : link.getClass().getName();
  }

  private static String options(Throwable problem) {
    String message = String.valueOf(problem.getMessage());
    if (message.startsWith("No Runner was specified")) {
      return "The program made its pipeline without the options that it was given. Make them by"
          + " PipelineOptionsFactory.fromArgs(args), and the pipeline by Pipeline.create(options).";
    }
    return "An option of the pipeline is wrong: " + message;
  }

  private static boolean isOfOptions(Throwable problem) {
    return problem instanceof IllegalArgumentException
        && Arrays.stream(problem.getStackTrace())
            .limit(MOST_FRAMES)
            .anyMatch(frame -> frame.getClassName().startsWith("org.apache.beam.sdk.options."));
  }

  /** The first that was not thrown only to carry another one. */
  private static Throwable unwrapped(List<Throwable> chain) {
    for (Throwable link : chain) {
      boolean carrier =
          link instanceof StepException
              || link instanceof UserCodeException
              || link instanceof PipelineExecutionException
              || repeatsItsCause(link);
      if (!carrier || link.getCause() == null) {
        return link;
      }
    }
    return chain.get(chain.size() - 1);
  }

  /** As {@code new RuntimeException(cause)} does, when checked exceptions have to get out. */
  private static boolean repeatsItsCause(Throwable link) {
    Throwable cause = link.getCause();
    return link.getClass() == RuntimeException.class
        && cause != null
        && cause.toString().equals(link.getMessage());
  }

  private static String frames(Throwable failure) {
    List<StackTraceElement> own =
        Arrays.stream(failure.getStackTrace())
            .filter(frame -> FOREIGN.stream().noneMatch(frame.getClassName()::startsWith))
            .limit(MOST_FRAMES)
            .toList();
    return own.stream().map(frame -> "\n    at " + frame).collect(Collectors.joining());
  }

  private static <T> Optional<T> first(List<Throwable> chain, Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable link = thrown; link != null && seen.add(link); link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }
}
