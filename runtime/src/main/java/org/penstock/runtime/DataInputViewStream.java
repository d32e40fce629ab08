package org.penstock.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.core.memory.DataInputView;

/** Lets a Beam coder read from Flink's view; one object serves all records of a serializer. */
final class DataInputViewStream extends InputStream {
  private DataInputView view;

  DataInputViewStream(DataInputView view) {
    this.view = view;
  }

  InputStream over(DataInputView newView) {
    this.view = newView;
    return this;
  }

  @Override
  public int read() throws IOException {
    try {
      return view.readUnsignedByte();
    } catch (EOFException e) {
      return -1;
    }
  }

  /** Reads eight bytes, the highest first, at once. */
  long readLong() throws IOException {
    return view.readLong();
  }

  /** Reads at most eight bytes into the lowest of a number, the highest first. */
  long readPacked(int length) throws IOException {
    long packed = (length & Long.BYTES) != 0 ? view.readLong() : 0;
    if ((length & Integer.BYTES) != 0) {
      packed = packed << Integer.SIZE | Integer.toUnsignedLong(view.readInt());
    }
    if ((length & Short.BYTES) != 0) {
      packed = packed << Short.SIZE | view.readUnsignedShort();
    }
    return (length & Byte.BYTES) != 0 ? packed << Byte.SIZE | view.readUnsignedByte() : packed;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return length == 0 ? 0 : view.read(bytes, offset, length);
  }

  @Override
  public long skip(long count) throws IOException {
    return view.skipBytes((int) Math.min(count, Integer.MAX_VALUE));
  }
}
