package org.penstock.runtime;

import java.io.Serializable;
import java.util.List;

/**
 * The splits of a source that no task has taken yet.
 *
 * @param pending in the order in which they are handed out
 */
public record BoundedSplits<T>(List<BoundedSplit<T>> pending) implements Serializable {
  /** Copies the list. */
  public BoundedSplits {
    pending = List.copyOf(pending);
  }
}
