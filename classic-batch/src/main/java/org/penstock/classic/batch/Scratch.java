package org.penstock.classic.batch;

import java.io.ByteArrayOutputStream;

/** A buffer to encode into, again and again. */
final class Scratch {
  /** A larger buffer is not kept, or one huge element would hold its memory for good. */
  private static final int KEPT_BYTES = 1 << 20;

  private ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  ByteArrayOutputStream start() {
    if (bytes.size() > KEPT_BYTES) {
      bytes = new ByteArrayOutputStream(256);
    }
    bytes.reset();
    return bytes;
  }

  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
