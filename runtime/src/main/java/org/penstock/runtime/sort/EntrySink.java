package org.penstock.runtime.sort;

import java.io.IOException;
import org.apache.flink.core.memory.MemorySegment;

/**
 * Takes the records of one group in their order, and keeps them in the encoded form: for each, its
 * length, the distance of its order from that of the record before (from zero for the first) and
 * the payload.
 */
interface EntrySink {

  void append(long order, byte[] payload, int offset, int length) throws IOException;

  void append(long order, MemorySegment payload, int offset, int length) throws IOException;

  /**
   * Takes records that are encoded already. They must start at zero: so they either come first, or
   * all orders are zero.
   */
  void appendEncoded(byte[] records, int offset, int length) throws IOException;
}
