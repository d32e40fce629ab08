package org.penstock.runtime.sort;

import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;

/** Where a sorter gets its memory from, such as what an operator reserved as managed memory. */
@FunctionalInterface
public interface SortMemory {

  /** Off-heap memory of the process, given back to it at once when released. */
  SortMemory OFF_HEAP = MemorySegmentFactory::allocateOffHeapUnsafeMemory;

  /**
   * Returns a segment of its own for the sorter. It is called when the sorter needs more, and in
   * sum for no more than {@link SorterSettings#memoryBytes}.
   *
   * @param bytes the size, exactly
   * @throws OutOfMemoryError if there is none; the sorter fails with it
   */
  MemorySegment allocate(int bytes);

  /** Takes back a segment that {@link #allocate} returned; by default frees it. */
  default void release(MemorySegment segment) {
    segment.free();
  }
}
