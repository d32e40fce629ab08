package org.penstock.runtime;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.core.memory.DataOutputView;

/** Lets a Beam coder write to Flink's view; one object serves all records of a serializer. */
final class DataOutputViewStream extends OutputStream {
  private DataOutputView view;

  DataOutputViewStream(DataOutputView view) {
    this.view = view;
  }

  OutputStream over(DataOutputView newView) {
    this.view = newView;
    return this;
  }

  @Override
  public void write(int b) throws IOException {
    view.writeByte(b);
  }

  /** Writes eight bytes, the highest first, at once. */
  void writeLong(long value) throws IOException {
    view.writeLong(value);
  }

  /**
   * Writes {@code length}, at most eight, then that many of the lowest bytes, the highest first.
   */
  void writePacked(long packed, int length) throws IOException {
    view.writeByte(length);
    if ((length & Long.BYTES) != 0) {
      view.writeLong(packed);
    }
    if ((length & Integer.BYTES) != 0) {
      view.writeInt((int) (packed >>> (Byte.SIZE * (length & ~Integer.BYTES))));
    }
    if ((length & Short.BYTES) != 0) {
      view.writeShort((int) (packed >>> (Byte.SIZE * (length & Byte.BYTES))));
    }
    if ((length & Byte.BYTES) != 0) {
      view.writeByte((int) packed);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    view.write(bytes, offset, length);
  }
}
