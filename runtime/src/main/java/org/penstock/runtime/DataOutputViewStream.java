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

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    view.write(bytes, offset, length);
  }
}
