package org.penstock.runtime.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.sort.ExternalSorter;
import org.penstock.runtime.sort.GroupIterator;
import org.penstock.runtime.sort.SortedGroup;
import org.penstock.runtime.sort.SorterSettings;

/**
 * Values of one window in the order they came: in memory while they are few, on disk when they are
 * many. Filled first, then read as often as wanted.
 */
final class ValueBuffer implements AutoCloseable {
  private static final long IN_MEMORY_BYTES = 1 << 20;
  private static final byte[] NO_KEY = new byte[0];

  private final Supplier<SorterSettings> spilling;
  private final List<byte[]> inMemory = new ArrayList<>();
  private long bytes;
  private @Nullable ExternalSorter onDisk;
  private @Nullable SortedGroup spilled;

  /**
   * @param spilling memory and folders for what does not fit
   */
  ValueBuffer(Supplier<SorterSettings> spilling) {
    this.spilling = spilling;
  }

  void add(byte[] value) throws IOException {
    if (onDisk == null && bytes + value.length <= IN_MEMORY_BYTES) {
      inMemory.add(value);
      bytes += value.length;
    } else {
      if (onDisk == null) {
        onDisk = new ExternalSorter(spilling.get());
        for (byte[] early : inMemory) {
          spill(onDisk, early);
        }
        inMemory.clear();
      }
      spill(onDisk, value);
    }
  }

  private static void spill(ExternalSorter sorter, byte[] value) throws IOException {
    // One key and one order: sorted by arrival.
    sorter.add(0, NO_KEY, 0, 0, 0, value, 0, value.length);
  }

  /** A new reader from the first value on; no value may be added afterwards. */
  GroupIterator entries() throws IOException {
    if (onDisk == null) {
      return new HeapEntries(inMemory);
    }
    if (spilled == null) {
      spilled = onDisk.finish().next();
    }
    if (spilled == null) {
      throw new IOException("Expected spilled values, found none");
    }
    return spilled.entries();
  }

  @Override
  public void close() {
    if (onDisk != null) {
      onDisk.close();
    }
  }

  private static final class HeapEntries implements GroupIterator {
    private final List<byte[]> values;
    private int at = -1;

    HeapEntries(List<byte[]> values) {
      this.values = values;
    }

    @Override
    public boolean advance() {
      return ++at < values.size();
    }

    @Override
    public long order() {
      return 0;
    }

    @Override
    public byte[] array() {
      return values.get(at);
    }

    @Override
    public int offset() {
      return 0;
    }

    @Override
    public int length() {
      return values.get(at).length;
    }
  }
}
