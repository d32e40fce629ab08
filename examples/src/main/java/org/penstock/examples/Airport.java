package org.penstock.examples;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.SerializableCoder;

/**
 * One line of {@code airports.csv}.
 *
 * @param code three letters
 * @param name such as {@code Baton Rouge Metropolitan, Ryan}
 * @param city where it is
 * @param state two letters
 */
@DefaultCoder(SerializableCoder.class)
record Airport(String code, String name, String city, String state) implements Serializable {

  /** Reads a line of the file, not its header. */
  static Airport parse(String line) {
    List<String> fields = Csv.fields(line, 5);
    return new Airport(fields.get(0), fields.get(1), fields.get(2), fields.get(3));
  }
}
