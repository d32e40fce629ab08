package org.penstock.runtime;

import java.io.OutputStream;
import org.apache.flink.core.memory.ByteArrayOutputStreamWithPos;

/** A buffer to encode into, again and again, without locks. */
public final class Scratch {
  /** A larger buffer is not kept, or one huge element would hold its memory for good. */
  private static final int KEPT_BYTES = 1 << 20;

  private ByteArrayOutputStreamWithPos bytes = new ByteArrayOutputStreamWithPos(256);

  /** An empty buffer. */
  public Scratch() {}

  /** The buffer, emptied. It is the same one at each call. */
  public OutputStream start() {
    if (bytes.size() > KEPT_BYTES) {
      bytes = new ByteArrayOutputStreamWithPos(256);
    }
    bytes.reset();
    return bytes;
  }

  /** How many bytes were written since it was emptied. */
  public int size() {
    return bytes.size();
  }

  /** What holds the bytes written, from its begin on; not to be changed. */
  byte[] buffer() {
    return bytes.getBuf();
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }
}
