package org.penstock.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads the lists that lie beside this class. */
final class Resources {

  private Resources() {}

  /** The lines of a resource without blank ones and without comments, which begin with '#'. */
  static List<String> lines(String name) {
    String text =
        find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "There is no resource " + name + " in " + where()));
    return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }

  /** The text of a resource, or nothing where there is none of that name. */
  static Optional<String> find(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource " + name, e);
    }
  }

  private static String where() {
    return Resources.class.getPackageName().replace('.', '/');
  }
}
