package org.penstock.core;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pipeline cannot be run here. Thrown before anything is submitted. */
public final class PipelineRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Unsupported> unsupported;

  /** A refusal for one reason. */
  public PipelineRefusedException(String message) {
    this(message, null);
  }

  /** A refusal for one reason that has a cause. */
  public PipelineRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.unsupported = List.of();
  }

  /**
   * @param unsupported all that cannot be run; at least one
   * @param plugins the plugins that are present, as users know them
   */
  public PipelineRefusedException(List<Unsupported> unsupported, List<String> plugins) {
    super(message(unsupported, plugins));
    this.unsupported = List.copyOf(unsupported);
  }

  private static String message(List<Unsupported> unsupported, List<String> plugins) {
    return unsupported.stream()
        .map(one -> "\n  " + one)
        .collect(
            Collectors.joining(
                "",
                "This pipeline cannot be run, for " + unsupported.size() + " reason(s):",
                "\nPlugins present: " + String.join(", ", plugins) + "."));
  }

  /** What cannot be run, in the pipeline's order; empty if the message says it all. */
  public List<Unsupported> unsupported() {
    return unsupported == null ? List.of() : unsupported;
  }
}
