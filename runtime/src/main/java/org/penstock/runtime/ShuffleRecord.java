package org.penstock.runtime;

import java.util.Arrays;

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

  /** A record of the key, with the hash computed. */
  public static ShuffleRecord of(byte[] key, long order, byte[] payload) {
    return new ShuffleRecord(hash(key), key, order, payload);
  }

  /**
   * A hash of all bytes with the bits well spread, so that any few of them choose a partition:
   * {@link Arrays#hashCode(byte[])} (an intrinsic) and the 32-bit finalizer of MurmurHash3.
   */
  public static int hash(byte[] key) {
    int h = Arrays.hashCode(key);
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
