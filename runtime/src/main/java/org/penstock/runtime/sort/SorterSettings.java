package org.penstock.runtime.sort;

import java.nio.file.Path;
import java.util.List;

/**
 * What an {@link ExternalSorter} may use.
 *
 * @param memoryBytes the memory for records, at least {@value #MIN_MEMORY}. It is taken bit by bit,
 *     as records come
 * @param segmentBytes the largest piece in which memory is taken. A record that fits in none goes
 *     to disk by itself
 * @param memory who gives the memory
 * @param spillDirectories where sorted runs go, in turns; made when missing. At least one
 * @param maxFanIn how many runs are merged at once, at least 2; it also bounds the open files
 * @param bufferBytes the size of the read or write buffer for one run, on the heap, at least
 *     {@value #MIN_BUFFER}. A merge needs {@code maxFanIn} of them
 * @param smallGroupBytes up to how many bytes a group is copied to the heap as a whole, so that
 *     reading it costs no more file access
 */
public record SorterSettings(
    long memoryBytes,
    int segmentBytes,
    SortMemory memory,
    List<Path> spillDirectories,
    int maxFanIn,
    int bufferBytes,
    int smallGroupBytes) {

  static final int MIN_MEMORY = 1024;
  static final int MIN_BUFFER = 64;

  /** Checks that each value is in its range. */
  public SorterSettings {
    spillDirectories = List.copyOf(spillDirectories);
    atLeast("memoryBytes", memoryBytes, MIN_MEMORY);
    atLeast("segmentBytes", segmentBytes, MIN_MEMORY);
    atLeast("number of spill directories (io.tmp.dirs)", spillDirectories.size(), 1);
    atLeast("maxFanIn", maxFanIn, 2);
    atLeast("bufferBytes", bufferBytes, MIN_BUFFER);
    atLeast("smallGroupBytes", smallGroupBytes, 0);
  }

  /** Settings that suit nearly all: off-heap memory, at most 64 runs at once, 64 KB a buffer. */
  public static SorterSettings of(long memoryBytes, List<Path> spillDirectories) {
    return new SorterSettings(
        memoryBytes, 1 << 30, SortMemory.OFF_HEAP, spillDirectories, 64, 64 << 10, 64 << 10);
  }

  /** Returns the same settings with memory from elsewhere. */
  public SorterSettings withMemory(SortMemory newMemory) {
    return new SorterSettings(
        memoryBytes,
        segmentBytes,
        newMemory,
        spillDirectories,
        maxFanIn,
        bufferBytes,
        smallGroupBytes);
  }

  private static void atLeast(String name, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "The sorter's " + name + " must be at least " + minimum + ", found " + value + ".");
    }
  }
}
