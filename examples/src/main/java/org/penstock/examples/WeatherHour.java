package org.penstock.examples;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.joda.time.Instant;

/**
 * One line of {@code weather.csv}.
 *
 * @param start when the hour begins
 * @param airport the airport's code
 * @param precipitation hundredths of an inch: whole numbers, whose sum does not depend on the order
 *     in which workers add them up
 */
@DefaultCoder(SerializableCoder.class)
record WeatherHour(Instant start, String airport, long precipitation) implements Serializable {

  /** Reads a line of the file, not its header. */
  static WeatherHour parse(String line) {
    List<String> fields = Csv.fields(line, 6);
    long precipitation = new BigDecimal(fields.get(4)).movePointRight(2).longValueExact();
    return new WeatherHour(Instant.parse(fields.get(0)), fields.get(1), precipitation);
  }
}
