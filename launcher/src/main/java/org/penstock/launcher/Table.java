package org.penstock.launcher;

import java.util.List;
import java.util.stream.Collectors;

/** Rows of text whose columns stand below each other. */
final class Table {
  private Table() {}

  /** The rows as lines; all of them have the same number of columns. */
  static String of(List<List<String>> rows) {
    return rows.stream().map(row -> line(row, rows)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int at = column;
      int width = rows.stream().mapToInt(any -> any.get(at).length()).max().orElse(0);
      line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
