package org.penstock.runtime.sort;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.MemorySegment;

/**
 * Sorts the index entries of a buffer by hash, order and position, without a look at the records.
 *
 * <p>It is a radix sort in place, by bytes from the highest on. Each step skips the bytes in which
 * all its entries agree and stops where they are sorted already, so that millions of records of one
 * key cost one pass, and hashes take about two passes for what a comparing sort does in twenty.
 */
final class EntrySort {

  private static final int INSERTION_LIMIT = 20;
  private static final int CHECK_CANCELLATION = 1 << 16;
  private static final int FIRST_ORDER_DIGIT = 4;
  private static final int FIRST_POSITION_DIGIT = 12;

  private final MemorySegment segment;
  private final int limit;

  /** Bounds of buckets for each depth of the recursion, which no two buckets use at once. */
  private final int[][] nextAtDepth = new int[FIRST_POSITION_DIGIT + 4][];

  private final int[][] endAtDepth = new int[FIRST_POSITION_DIGIT + 4][];

  /**
   * @param limit where the index ends: entry {@code i} starts {@code (i + 1)} entries before it
   */
  EntrySort(MemorySegment segment, int limit) {
    this.segment = segment;
    this.limit = limit;
  }

  void sort(int from, int to) throws IOException {
    sort(from, to, 0);
  }

  private void sort(int from, int to, int depth) throws IOException {
    if (to - from <= INSERTION_LIMIT) {
      insertionSort(from, to);
      return;
    }
    if (to - from >= CHECK_CANCELLATION) {
      Cancellation.check();
    }
    int digit = firstDifference(from, to);
    if (digit < 0) {
      return;
    }
    int[] next = nextAtDepth[depth];
    int[] end = endAtDepth[depth];
    if (next == null || end == null) {
      next = nextAtDepth[depth] = new int[256];
      end = endAtDepth[depth] = new int[256];
    }
    count(from, to, digit, next, end);
    permute(digit, next, end);
    int start = from;
    for (int bucket = 0; bucket < 256; bucket++) {
      if (end[bucket] - start > 1) {
        sort(start, end[bucket], depth + 1);
      }
      start = end[bucket];
    }
  }

  /** Returns the first digit in which the entries differ, or -1 if they are sorted. */
  private int firstDifference(int from, int to) {
    int at = at(from);
    long firstPlace = segment.getLong(at);
    long firstOrder = segment.getLong(at + 8);
    long place = firstPlace;
    long order = firstOrder;
    long placeBits = 0;
    long orderBits = 0;
    boolean sorted = true;
    for (int i = from + 1; i < to; i++) {
      at -= SortBuffer.ENTRY_BYTES;
      long nextPlace = segment.getLong(at);
      long nextOrder = segment.getLong(at + 8);
      placeBits |= nextPlace ^ firstPlace;
      orderBits |= nextOrder ^ firstOrder;
      sorted = sorted && !less(nextPlace, nextOrder, place, order);
      place = nextPlace;
      order = nextOrder;
    }
    if (sorted) {
      return -1;
    }
    if (placeBits >>> 32 != 0) {
      return Long.numberOfLeadingZeros(placeBits) >>> 3;
    }
    if (orderBits != 0) {
      return FIRST_ORDER_DIGIT + (Long.numberOfLeadingZeros(orderBits) >>> 3);
    }
    return FIRST_POSITION_DIGIT + (Integer.numberOfLeadingZeros((int) placeBits) >>> 3);
  }

  private void count(int from, int to, int digit, int[] next, int[] end) {
    Arrays.fill(end, 0);
    for (int i = from, at = at(from); i < to; i++, at -= SortBuffer.ENTRY_BYTES) {
      end[digit(segment.getLong(at), segment.getLong(at + 8), digit)]++;
    }
    int sum = from;
    for (int bucket = 0; bucket < 256; bucket++) {
      next[bucket] = sum;
      sum += end[bucket];
      end[bucket] = sum;
    }
  }

  /** Follows the cycles: each entry goes to its bucket and the one found there is next. */
  private void permute(int digit, int[] next, int[] end) {
    for (int bucket = 0; bucket < 256; bucket++) {
      while (next[bucket] < end[bucket]) {
        int home = at(next[bucket]);
        long place = segment.getLong(home);
        long order = segment.getLong(home + 8);
        int target = digit(place, order, digit);
        while (target != bucket) {
          int at = at(next[target]++);
          long foundPlace = segment.getLong(at);
          long foundOrder = segment.getLong(at + 8);
          segment.putLong(at, place);
          segment.putLong(at + 8, order);
          place = foundPlace;
          order = foundOrder;
          target = digit(place, order, digit);
        }
        segment.putLong(home, place);
        segment.putLong(home + 8, order);
        next[bucket]++;
      }
    }
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int at = at(i);
      long place = segment.getLong(at);
      long order = segment.getLong(at + 8);
      int free = at;
      int first = at(from);
      while (free < first) {
        int before = free + SortBuffer.ENTRY_BYTES;
        long otherPlace = segment.getLong(before);
        long otherOrder = segment.getLong(before + 8);
        if (!less(place, order, otherPlace, otherOrder)) {
          break;
        }
        segment.putLong(free, otherPlace);
        segment.putLong(free + 8, otherOrder);
        free = before;
      }
      segment.putLong(free, place);
      segment.putLong(free + 8, order);
    }
  }

  private static boolean less(long place, long order, long otherPlace, long otherOrder) {
    if ((place ^ otherPlace) >>> 32 == 0 && order != otherOrder) {
      return order < otherOrder;
    }
    return place < otherPlace;
  }

  /** Hash and order are signed: their highest bit counts the other way round. */
  private static int digit(long place, long order, int digit) {
    if (digit < FIRST_ORDER_DIGIT) {
      return (int) ((place ^ Long.MIN_VALUE) >>> (56 - 8 * digit)) & 0xFF;
    }
    if (digit < FIRST_POSITION_DIGIT) {
      return (int) ((order ^ Long.MIN_VALUE) >>> (56 - 8 * (digit - FIRST_ORDER_DIGIT))) & 0xFF;
    }
    return (int) (place >>> (24 - 8 * (digit - FIRST_POSITION_DIGIT))) & 0xFF;
  }

  private int at(int index) {
    return limit - (index + 1) * SortBuffer.ENTRY_BYTES;
  }
}
