package org.penstock.runtime.sort;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.flink.core.memory.MemorySegment;

/**
 * Copies between arrays and segments. Most keys and values are short, and for these the call into
 * the JVM's general copy costs more than the copy itself.
 */
final class Bytes {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final int SHORT_COPY = 64;

  private Bytes() {}

  static void put(MemorySegment target, int at, byte[] source, int offset, int length) {
    if (length > SHORT_COPY) {
      target.put(at, source, offset, length);
    } else if (length >= 8) {
      int last = length - 8;
      for (int i = 0; i < last; i += 8) {
        target.putLong(at + i, (long) LONG.get(source, offset + i));
      }
      // The last eight bytes may overlap what was copied already, which spares the odd ones.
      target.putLong(at + last, (long) LONG.get(source, offset + last));
    } else if (length >= 4) {
      target.putInt(at, (int) INT.get(source, offset));
      target.putInt(at + length - 4, (int) INT.get(source, offset + length - 4));
    } else {
      for (int i = 0; i < length; i++) {
        target.put(at + i, source[offset + i]);
      }
    }
  }

  static void get(MemorySegment source, int at, byte[] target, int offset, int length) {
    if (length > SHORT_COPY) {
      source.get(at, target, offset, length);
    } else if (length >= 8) {
      int last = length - 8;
      for (int i = 0; i < last; i += 8) {
        LONG.set(target, offset + i, source.getLong(at + i));
      }
      LONG.set(target, offset + last, source.getLong(at + last));
    } else if (length >= 4) {
      INT.set(target, offset, source.getInt(at));
      INT.set(target, offset + length - 4, source.getInt(at + length - 4));
    } else {
      for (int i = 0; i < length; i++) {
        target[offset + i] = source.get(at + i);
      }
    }
  }

  /** Returns whether two stretches of one segment are equal. */
  static boolean equal(MemorySegment segment, int first, int second, int length) {
    int i = 0;
    for (; i <= length - 8; i += 8) {
      if (segment.getLong(first + i) != segment.getLong(second + i)) {
        return false;
      }
    }
    for (; i < length; i++) {
      if (segment.get(first + i) != segment.get(second + i)) {
        return false;
      }
    }
    return true;
  }
}
