package org.penstock.runtime.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values in Flink's list and value states, which take no null and, in RocksDB, lose a list
 * of one element that is encoded to no bytes at all. A mark stands for null in memory, and a byte
 * before each value tells which it is.
 */
public final class NullMarkingCoder<T> extends StructuredCoder<Object> {
  private static final long serialVersionUID = 1L;

  private static final int NULL = 0;
  private static final int VALUE = 1;

  private final Coder<T> coder;

  /** Marks the values of that coder. */
  public NullMarkingCoder(Coder<T> coder) {
    this.coder = coder;
  }

  private enum Mark implements Serializable {
    NULL
  }

  /** The value, or what stands for null. */
  public static Object mark(@Nullable Object value) {
    return value == null ? Mark.NULL : value;
  }

  /** The value that was marked. */
  @SuppressWarnings({"unchecked", "NullAway"}) // T is what was marked, and may allow null
  public static <T> T unmark(Object marked) {
    return marked == Mark.NULL ? null : (T) marked;
  }

  @Override
  @SuppressWarnings("unchecked") // what was marked is a T
  public void encode(Object marked, OutputStream target) throws IOException {
    if (marked == Mark.NULL) {
      target.write(NULL);
    } else {
      target.write(VALUE);
      coder.encode((T) marked, target);
    }
  }

  @Override
  public Object decode(InputStream source) throws IOException {
    return switch (source.read()) {
      case NULL -> Mark.NULL;
      case VALUE -> mark(coder.decode(source));
      default -> throw new EOFException("Expected a value of state, found the end of the data");
    };
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(coder);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    coder.verifyDeterministic();
  }
}
