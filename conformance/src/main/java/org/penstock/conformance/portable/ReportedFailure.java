package org.penstock.conformance.portable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.util.UserCodeException;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of a job say of its failure. Over the Job API all of it is text; tests ask for
 * the exception that the text speaks of, so that is made anew.
 *
 * @param text all of it
 * @param causes the exceptions that the text names, the outermost first
 */
record ReportedFailure(String text, List<Named> causes) {
  // A line of a stack trace that names an exception, and its message up to the first frame.
  private static final Pattern NAMED =
      Pattern.compile(
          "^(?:Caused by: )?((?:[a-z][\\w]*\\.)+[A-Z][\\w$]*)(?:: (.*?))?\\s*(?=^\\tat |^Caused by: |\\z)",
          Pattern.MULTILINE | Pattern.DOTALL);

  ReportedFailure {
    causes = List.copyOf(causes);
  }

  /** An exception by name. */
  record Named(String className, String message) {
    /** The exception, if this JVM has a class of the name that is one and takes a message. */
    Optional<Throwable> rebuilt() {
      try {
        Class<?> type = Class.forName(className);
        if (AssertionError.class.isAssignableFrom(type)) {
          return Optional.of(new AssertionError(message));
        }
        return Throwable.class.isAssignableFrom(type)
            ? Optional.of((Throwable) type.getConstructor(String.class).newInstance(message))
            : Optional.empty();
      } catch (ReflectiveOperationException | LinkageError e) {
        return Optional.empty();
      }
    }
  }

  static ReportedFailure of(String text) {
    List<Named> causes = new ArrayList<>();
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      @Nullable String message = named.group(2);
      causes.add(new Named(named.group(1), message == null ? "" : message));
    }
    return new ReportedFailure(text, causes);
  }

  /** The exception of user code, for the runner to throw; never returns an assertion's. */
  RuntimeException toThrow() {
    Throwable cause = new RuntimeException(text);
    for (Named one : causes) {
      Optional<Throwable> rebuilt = one.rebuilt();
      if (rebuilt.isPresent()
          && !one.className().equals(UserCodeException.class.getName())
          && !one.className().startsWith("org.penstock.")) {
        cause = rebuilt.get();
        cause.addSuppressed(new RuntimeException(text));
        break;
      }
    }
    if (cause instanceof AssertionError assertion) {
      throw assertion;
    }
    return new PipelineExecutionException(cause);
  }
}
