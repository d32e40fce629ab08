package org.penstock.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What crosses a shuffle by key: the key encoded once, and a payload that only the receiver reads.
 *
 * @param hash the hash of {@code key}, which decides the partition
 * @param key the encoded key; equal bytes are the same key
 * @param order the position among the records of the same key, small before large
 * @param payload the encoded value with what else the receiver needs
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are written and forgotten
public record ShuffleRecord(int hash, byte[] key, long order, byte[] payload) {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A record of the key, with the hash computed. */
  public static ShuffleRecord of(byte[] key, long order, byte[] payload) {
    return new ShuffleRecord(hash(key), key, order, payload);
  }

  /**
   * A hash of all bytes with the bits well spread, so that any few of them choose a partition, and
   * few short keys share one: eight bytes at a time through the 64-bit finalizer of MurmurHash3.
   * ({@link java.util.Arrays#hashCode(byte[])} has only some 8,000 values for keys of two bytes.)
   */
  public static int hash(byte[] key) {
    long hash = mixed(~key.length);
    int at = 0;
    for (; at <= key.length - Long.BYTES; at += Long.BYTES) {
      hash = mixed(hash ^ (long) LONGS.get(key, at));
    }
    long rest = 0;
    for (; at < key.length; at++) {
      rest = rest << Byte.SIZE | (key[at] & 0xff);
    }
    return Long.hashCode(mixed(hash ^ rest));
  }

  private static long mixed(long value) {
    long h = value;
    h ^= h >>> 33;
    h *= 0xff51afd7ed558ccdL;
    h ^= h >>> 33;
    h *= 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
