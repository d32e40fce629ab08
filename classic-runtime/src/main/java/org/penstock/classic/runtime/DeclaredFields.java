package org.penstock.classic.runtime;

import java.lang.reflect.Field;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;

/** Reads the fields of a DoFn that declare its state and timers. */
final class DeclaredFields {
  private DeclaredFields() {}

  /**
   * The specification in a field that Beam has found, and made accessible.
   *
   * @throws IllegalStateException if it cannot be read
   */
  @SuppressWarnings("unchecked") // Beam has checked the field's type
  static <T> T read(Field field, DoFn<?, ?> fn) {
    try {
      return (T) Objects.requireNonNull(field.get(fn), field::toString);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The field " + field + " cannot be read", e);
    }
  }
}
