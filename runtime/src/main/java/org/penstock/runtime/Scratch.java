package org.penstock.runtime;

import java.io.ByteArrayOutputStream;

/** A buffer to encode into, again and again. */
public final class Scratch {
  /** A larger buffer is not kept, or one huge element would hold its memory for good. */
  private static final int KEPT_BYTES = 1 << 20;

  private ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  /** An empty buffer. */
  public Scratch() {}

  /** The buffer, emptied. It is the same one at each call. */
  public ByteArrayOutputStream start() {
    if (bytes.size() > KEPT_BYTES) {
      bytes = new ByteArrayOutputStream(256);
    }
    bytes.reset();
    return bytes;
  }

  /** How many bytes were written since it was emptied. */
  public int size() {
    return bytes.size();
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }
}
