package org.penstock.runtime.sort;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A buffered reader of one run with a position of its own. */
final class RunInput {

  private final RunFile file;
  private final long limit;
  private final int bufferBytes;
  private byte[] buffer = new byte[0];
  private ByteBuffer view = ByteBuffer.wrap(buffer);

  /** The position in the file of the first byte in the buffer. */
  private long start;

  private int at;
  private int filled;

  /**
   * @param limit the position in the file up to which bytes are read ahead
   */
  RunInput(RunFile file, int bufferBytes, long position, long limit) {
    this.file = file;
    this.limit = limit;
    this.start = position;
    this.bufferBytes = (int) Math.max(1, Math.min(bufferBytes, limit - position));
  }

  long position() {
    return start + at;
  }

  void seek(long position) {
    long inBuffer = position - start;
    if (inBuffer >= 0 && inBuffer <= filled) {
      at = (int) inBuffer;
    } else {
      start = position;
      at = 0;
      filled = 0;
    }
  }

  int readInt() throws IOException {
    fetch(4);
    int value = view.getInt(at);
    at += 4;
    return value;
  }

  long readLong() throws IOException {
    fetch(8);
    long value = view.getLong(at);
    at += 8;
    return value;
  }

  long readVarLong() throws IOException {
    fetch((int) Math.min(VarInts.MAX_BYTES, limit - position()));
    long value = VarInts.get(buffer, at);
    at = VarInts.skip(buffer, at);
    return value;
  }

  /** Gets the bytes from the current position on, without a copy if they are short enough. */
  void view(Payload target, int length) throws IOException {
    if (length <= bufferBytes) {
      fetch(length);
      target.view(buffer, at, length);
    } else {
      read(target.fill(length), 0, length);
    }
  }

  void read(byte[] target, int offset, int length) throws IOException {
    int ready = Math.min(length, filled - at);
    System.arraycopy(buffer, at, target, offset, ready);
    at += ready;
    if (ready == length) {
      return;
    }
    if (length <= bufferBytes) {
      fetch(length - ready);
      System.arraycopy(buffer, at, target, offset + ready, length - ready);
      at += length - ready;
    } else {
      file.read(position(), target, offset + ready, length - ready);
      seek(position() + length - ready);
    }
  }

  /** Gives the bytes up to a position to the sink, buffer by buffer. */
  void copyTo(EntrySink sink, long end) throws IOException {
    while (position() < end) {
      fetch(1);
      int step = (int) Math.min(filled - at, end - position());
      sink.appendEncoded(buffer, at, step);
      at += step;
    }
  }

  /** Makes sure that so many bytes are in the buffer. */
  private void fetch(int bytes) throws IOException {
    if (filled - at >= bytes) {
      return;
    }
    if (buffer.length == 0) {
      // Only now: most readers of a large group are made long before they are used.
      buffer = new byte[Math.max(bufferBytes, 16)];
      view = ByteBuffer.wrap(buffer);
    }
    System.arraycopy(buffer, at, buffer, 0, filled - at);
    filled -= at;
    start += at;
    at = 0;
    int step = (int) Math.min(buffer.length - filled, limit - start - filled);
    file.read(start + filled, buffer, filled, Math.max(step, bytes - filled));
    filled += Math.max(step, bytes - filled);
  }
}
