package org.penstock.runtime.sideinput;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.ArrayInput;
import org.penstock.runtime.EncodedValues;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.WindowedValueCodec;
import org.penstock.runtime.sort.ExternalSorter;
import org.penstock.runtime.sort.SortedGroup;
import org.penstock.runtime.sort.SortedGroups;

/**
 * The elements of one side input by window: as objects on the heap while they are few, on disk when
 * they are many. Filled first, then read as often as wanted.
 */
final class SideInputElements<T> implements AutoCloseable {
  /** Encoding each element only to know its size would double the cost of receiving it. */
  private static final int ELEMENTS_PER_SAMPLE = 16;

  private final Coder<T> coder;
  private final Coder<BoundedWindow> windowCoder;
  private final SideInputSpace space;
  private final Map<BoundedWindow, List<T>> onHeap = new HashMap<>();
  private final Map<BoundedWindow, Long> lastPanes = new HashMap<>();
  private long received;
  private long sampledBytes;
  private @Nullable ExternalSorter onDisk;
  private @Nullable Map<ByteBuffer, SortedGroup> groups;

  SideInputElements(WindowedValueCodec<T> codec, SideInputSpace space) {
    this.coder = codec.valueCoder();
    this.windowCoder = codec.windowCoder();
    this.space = space;
  }

  void add(BoundedWindow window, long pane, T element) throws IOException {
    Long last = lastPanes.get(window);
    if (last == null || last < pane) {
      lastPanes.put(window, pane);
      onHeap.remove(window);
    } else if (last > pane) {
      return;
    }
    if (onDisk != null) {
      spill(onDisk, key(window), element);
      return;
    }
    onHeap.computeIfAbsent(window, w -> new ArrayList<>()).add(element);
    if (received++ % ELEMENTS_PER_SAMPLE == 0) {
      sampledBytes += encoded(coder, element).length;
      if (sampledBytes * ELEMENTS_PER_SAMPLE > space.heapBytes()) {
        spillAll();
      }
    }
  }

  private void spillAll() throws IOException {
    ExternalSorter sorter = new ExternalSorter(space.spilling().get());
    onDisk = sorter;
    for (Map.Entry<BoundedWindow, List<T>> window : onHeap.entrySet()) {
      byte[] key = key(window.getKey());
      for (T element : window.getValue()) {
        spill(sorter, key, element);
      }
    }
    onHeap.clear();
  }

  private void spill(ExternalSorter sorter, byte[] window, T element) throws IOException {
    byte[] payload = encoded(coder, element);
    sorter.add(ShuffleRecord.hash(window), window, 0, window.length, 0, payload, 0, payload.length);
  }

  /** The window and its last pane: what is on disk of panes before is not found any more. */
  private byte[] key(BoundedWindow window) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    windowCoder.encode(window, bytes);
    VarLongCoder.of().encode(lastPanes.getOrDefault(window, 0L), bytes);
    return bytes.toByteArray();
  }

  /** Whether the elements no longer fit on the heap. */
  boolean isOnDisk() {
    return onDisk != null;
  }

  /** The elements of a window, which can be iterated again and again. */
  Iterable<T> of(BoundedWindow window) {
    if (onDisk == null) {
      return onHeap.getOrDefault(window, List.of());
    }
    try {
      SortedGroup group = groups(onDisk).get(ByteBuffer.wrap(key(window)));
      return group == null ? List.of() : new EncodedValues<>(group::entries, coder, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("A side input cannot be read back from disk", e);
    }
  }

  private Map<ByteBuffer, SortedGroup> groups(ExternalSorter sorter) throws IOException {
    Map<ByteBuffer, SortedGroup> byWindow = groups;
    if (byWindow == null) {
      byWindow = index(sorter.finish());
      groups = byWindow;
    }
    return byWindow;
  }

  /** Where each group is, by its key; what is in the groups stays on disk. */
  static Map<ByteBuffer, SortedGroup> index(SortedGroups sorted) throws IOException {
    Map<ByteBuffer, SortedGroup> index = new HashMap<>();
    for (SortedGroup group = sorted.next(); group != null; group = sorted.next()) {
      index.put(ByteBuffer.wrap(group.key()), group);
    }
    return index;
  }

  static <V> byte[] encoded(Coder<V> coder, @Nullable V value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    coder.encode(value, bytes);
    return bytes.toByteArray();
  }

  static <V> V decoded(Coder<V> coder, byte[] bytes) throws IOException {
    return coder.decode(new ArrayInput(bytes));
  }

  @Override
  public void close() {
    onHeap.clear();
    if (onDisk != null) {
      onDisk.close();
    }
  }
}
