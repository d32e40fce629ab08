package org.penstock.core;

import java.util.List;
import java.util.Objects;

/**
 * How the operators of a pipeline match those that a savepoint is of.
 *
 * @param savepoint the path of the savepoint
 * @param entries the operators of the pipeline, producers before consumers, and behind them those
 *     that only the savepoint has, but for those that had nothing to lose
 * @param obstacles what else keeps the pipeline from being restored, as sentences
 * @param lossAllowed whether the pipeline's options let it start without state that it has no
 *     operator for
 */
public record SavepointMatch(
    String savepoint, List<Entry> entries, List<String> obstacles, boolean lossAllowed) {

  /** What becomes of an operator and its state. */
  public enum Verdict {
    /** The pipeline and the savepoint have it, and there is state to restore. */
    RESTORED("restored"),
    /** The pipeline and the savepoint have it, and all of its input had ended. */
    FINISHED("restored: has finished"),
    /** The pipeline and the savepoint have it, and it had no state. */
    STATELESS("nothing to restore"),
    /** Only the pipeline has it. */
    NEW("new: starts without state"),
    /** Only the savepoint has it, and all of its input had ended; so it has no state to lose. */
    GONE("left over: had finished"),
    /** Only the savepoint has it, with state. */
    LOST("left over: would be lost");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * An operator of the pipeline, the savepoint, or both.
   *
   * @param operator the name of the transform, with the part of it in parentheses where a transform
   *     has several operators; Flink's id where a savepoint does not tell
   * @param bytes the size of its state in the savepoint
   * @param verdict what becomes of it
   */
  public record Entry(String operator, long bytes, Verdict verdict) {
    /** Checks that nothing is null. */
    public Entry {
      Objects.requireNonNull(operator, "operator");
      Objects.requireNonNull(verdict, "verdict");
    }
  }

  /** Copies the lists. */
  public SavepointMatch {
    Objects.requireNonNull(savepoint, "savepoint");
    entries = List.copyOf(entries);
    obstacles = List.copyOf(obstacles);
  }

  /** Whether the pipeline can be restored with all state that the savepoint has. */
  public boolean restoresAll() {
    return obstacles.isEmpty() && count(Verdict.LOST) == 0;
  }

  /** How many operators have that verdict. */
  long count(Verdict verdict) {
    return entries.stream().filter(entry -> entry.verdict() == verdict).count();
  }

  /** The match for people to read; what it comes to is the last line. */
  public String toText() {
    return SavepointMatchText.of(this);
  }
}
