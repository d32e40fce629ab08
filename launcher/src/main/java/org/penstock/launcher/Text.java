package org.penstock.launcher;

import java.time.Duration;
import java.util.Locale;

/** Numbers and times for people. */
final class Text {
  private Text() {}

  /** Such as {@code 950}, {@code 12.3k} or {@code 4.5M}. */
  static String count(long number) {
    if (number < 10_000) {
      return Long.toString(number);
    }
    if (number < 10_000_000) {
      return String.format(Locale.ROOT, "%.1fk", number / 1e3);
    }
    return String.format(Locale.ROOT, "%.1fM", number / 1e6);
  }

  /** Such as {@code 950 B}, {@code 12.3 kB}, {@code 4.5 MB} or {@code 1.2 GB}. */
  static String bytes(long number) {
    if (number < 1000) {
      return number + " B";
    }
    if (number < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", number / 1e3);
    }
    return number < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", number / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", number / 1e9);
  }

  /** Such as {@code 3.2 s}, {@code 4 min 05 s} or {@code 1 h 02 min}. */
  static String duration(Duration time) {
    if (time.toMinutes() < 1) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
    if (time.toHours() < 1) {
      return String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart());
    }
    return String.format(Locale.ROOT, "%d h %02d min", time.toHours(), time.toMinutesPart());
  }
}
