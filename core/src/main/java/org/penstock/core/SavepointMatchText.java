package org.penstock.core;

import java.util.ArrayList;
import java.util.List;
import org.penstock.core.SavepointMatch.Entry;
import org.penstock.core.SavepointMatch.Verdict;

/** Writes how a pipeline matches a savepoint as a table, and what that comes to below it. */
final class SavepointMatchText {
  private SavepointMatchText() {}

  static String of(SavepointMatch match) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TRANSFORM", "STATE", "VERDICT"));
    for (Entry entry : match.entries()) {
      rows.add(List.of(entry.operator(), size(entry), entry.verdict().toString()));
    }
    StringBuilder text = new StringBuilder();
    text.append("Savepoint: ").append(match.savepoint()).append("\n\n");
    AlignedColumns.lines(rows).forEach(line -> text.append(line).append('\n'));
    text.append('\n');
    match.obstacles().forEach(obstacle -> text.append(obstacle).append('\n'));
    text.append("Not compared: the coders of state. That is done when a job starts from it.\n");
    text.append(verdict(match)).append('\n');
    return text.toString();
  }

  private static String size(Entry entry) {
    return entry.bytes() == 0 ? "-" : entry.bytes() + " bytes";
  }

  private static String verdict(SavepointMatch match) {
    long lost = match.count(Verdict.LOST);
    String loss = "state of " + operators(lost) + " would be lost";
    if (!match.obstacles().isEmpty()) {
      return "The pipeline cannot be restored from this savepoint, for the reasons above"
          + (lost == 0 ? "." : "; and " + loss + ".");
    }
    if (lost > 0 && match.lossAllowed()) {
      return "The pipeline can be restored from this savepoint, but "
          + loss
          + ", which --allowNonRestoredState=true allows.";
    }
    if (lost > 0) {
      return "The pipeline cannot be restored from this savepoint: "
          + loss
          + ". Give these transforms their old names, or run it with --allowNonRestoredState=true.";
    }
    long fresh = match.count(Verdict.NEW);
    return "The pipeline can be restored from this savepoint"
        + (fresh == 0 ? "." : "; " + operators(fresh) + " would start without state.");
  }

  private static String operators(long number) {
    return number + (number == 1 ? " operator" : " operators");
  }
}
