package org.penstock.examples;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code flights.csv}.
 *
 * @param scheduled when it should have departed
 * @param name carrier and number, such as {@code DL1959}
 * @param origin the airport's code
 * @param destination the airport's code
 * @param departureDelay minutes, negative if early; null if it was cancelled
 * @param arrivalDelay minutes, negative if early; null if it never arrived at its destination
 */
@DefaultCoder(SerializableCoder.class)
record Flight(
    Instant scheduled,
    String name,
    String origin,
    String destination,
    @Nullable Integer departureDelay,
    @Nullable Integer arrivalDelay)
    implements Serializable {

  /** Reads a line of the file, not its header. */
  static Flight parse(String line) {
    List<String> fields = Csv.fields(line, 10);
    Instant hour = Instant.parse(fields.get(0));
    Duration minute = Duration.standardMinutes(Integer.parseInt(fields.get(1)));
    return new Flight(
        hour.plus(minute),
        fields.get(2) + fields.get(3),
        fields.get(5),
        fields.get(6),
        minutes(fields.get(7)),
        minutes(fields.get(8)));
  }

  /** When it departed, or should have if it was cancelled. */
  Instant departed() {
    return scheduled.plus(Duration.standardMinutes(departureDelay == null ? 0 : departureDelay));
  }

  private static @Nullable Integer minutes(String field) {
    return field.equals("NA") ? null : Integer.valueOf(field);
  }
}
