package org.penstock.runtime.source;

import java.util.List;

/**
 * The state of an enumerator. Splits that a reader was given are not in it: they are in the
 * reader's own state.
 *
 * @param split whether the source was split already; it never is again
 * @param pending the splits that no reader was given yet
 */
public record StreamingSplits(boolean split, List<StreamingSplit> pending) {
  /** Copies the list. */
  public StreamingSplits {
    pending = List.copyOf(pending);
  }
}
