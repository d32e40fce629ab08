package org.penstock.examples;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits one line of comma-separated values.
 *
 * <p>A field may be quoted with {@code "}; within it, a doubled quote stands for one. A quoted
 * field can't contain a line break, since the lines are read one by one, by several workers.
 */
final class Csv {
  private Csv() {}

  /**
   * The fields of a line.
   *
   * @throws IllegalArgumentException unless there are {@code expected} fields
   */
  static List<String> fields(String line, int expected) {
    List<String> fields = new ArrayList<>(expected);
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    if (fields.size() != expected) {
      throw new IllegalArgumentException(
          "The line \"%s\" has %d fields, expected %d: is it the right file?"
              .formatted(line, fields.size(), expected));
    }
    return fields;
  }
}
