package org.penstock.core;

import java.util.ArrayList;
import java.util.List;

/** Writes an explanation as text with aligned columns. */
final class ExplanationText {
  private static final List<String> HEADER = List.of("TRANSFORM", "URN", "OPERATOR", "PLUGIN");

  private ExplanationText() {}

  static String of(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    text.append("Path: ").append(explanation.path()).append('\n');
    explanation.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
    if (!explanation.entries().isEmpty()) {
      text.append('\n');
      table(explanation.entries(), text);
    }
    if (!explanation.unsupported().isEmpty()) {
      text.append("\nThis pipeline cannot be run:\n");
      explanation.unsupported().forEach(one -> text.append("  ").append(one).append('\n'));
    }
    return text.toString();
  }

  private static void table(List<Explanation.Entry> entries, StringBuilder text) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (Explanation.Entry entry : entries) {
      rows.add(List.of(entry.transform(), entry.urn(), entry.operator(), entry.plugin()));
    }
    AlignedColumns.lines(rows).forEach(line -> text.append(line).append('\n'));
  }
}
