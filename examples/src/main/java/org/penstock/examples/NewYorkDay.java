package org.penstock.examples;

import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.joda.time.DateTimeZone;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Days as the airports' clocks count them.
 *
 * <p>Winter time only, since a fixed window has one offset; input with both needs Beam's {@code
 * CalendarWindows}.
 */
final class NewYorkDay {
  private static final int HOURS_BEHIND_UTC = 5;
  private static final DateTimeZone ZONE = DateTimeZone.forOffsetHours(-HOURS_BEHIND_UTC);

  private NewYorkDay() {}

  /** Windows from midnight to midnight. */
  static FixedWindows windows() {
    return FixedWindows.of(Duration.standardDays(1))
        .withOffset(Duration.standardHours(HOURS_BEHIND_UTC));
  }

  /** Such as {@code 2013-02-08}. */
  static String date(Instant instant) {
    return instant.toDateTime(ZONE).toString("yyyy-MM-dd");
  }

  /** Such as {@code 2013-02-08 07:30}. */
  static String minute(Instant instant) {
    return instant.toDateTime(ZONE).toString("yyyy-MM-dd HH:mm");
  }
}
