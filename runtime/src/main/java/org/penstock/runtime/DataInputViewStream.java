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

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return length == 0 ? 0 : view.read(bytes, offset, length);
  }

  @Override
  public long skip(long count) throws IOException {
    return view.skipBytes((int) Math.min(count, Integer.MAX_VALUE));
  }
}
