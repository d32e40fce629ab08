package org.penstock.core;

import java.util.Objects;

/**
 * Something of a pipeline that cannot be run.
 *
 * @param transform the full name of the transform, or {@code pipeline} for what concerns all of it
 * @param urn the URN of the transform or requirement; empty where it has none
 * @param reason why, as one sentence
 */
public record Unsupported(String transform, String urn, String reason) {
  /** Checks that nothing is null. */
  public Unsupported {
    Objects.requireNonNull(transform, "transform");
    Objects.requireNonNull(urn, "urn");
    Objects.requireNonNull(reason, "reason");
  }

  @Override
  public String toString() {
    return transform + (urn.isEmpty() ? "" : " (" + urn + ")") + ": " + reason;
  }
}
