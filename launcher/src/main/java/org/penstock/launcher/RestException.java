package org.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** Flink's REST API has answered with an error. The message is Flink's, without its frames. */
final class RestException extends Exception {
  private static final long serialVersionUID = 1L;

  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;

  private static final Pattern NAME_OF_EXCEPTION = Pattern.compile("^([a-z]\\w*\\.)+[\\w$]+: ");
  private static final String CAUSED_BY = "Caused by: ";

  private final int status;

  /**
   * Reads an answer.
   *
   * @param status of HTTP
   * @param errors texts, of which some are stack traces; may be missing
   */
  RestException(int status, JsonNode errors) {
    super(message(status, errors));
    this.status = status;
  }

  int status() {
    return status;
  }

  private static String message(int status, JsonNode errors) {
    StringBuilder all = new StringBuilder();
    errors.forEach(error -> all.append(error.asText()).append('\n'));
    return all.isEmpty() ? "HTTP " + status : cause(all.toString());
  }

  /** What the last cause in a stack trace says, which tells the most. */
  static String cause(String trace) {
    List<String> lines = trace.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    String found = lines.isEmpty() ? "no reason was given" : lines.get(0);
    for (String line : lines) {
      if (line.startsWith(CAUSED_BY)) {
        found = line.substring(CAUSED_BY.length());
      }
    }
    String bare = found;
    while (NAME_OF_EXCEPTION.matcher(bare).find()) {
      bare = NAME_OF_EXCEPTION.matcher(bare).replaceFirst("");
    }
    return bare.replaceFirst("[.]+$", "");
  }
}
