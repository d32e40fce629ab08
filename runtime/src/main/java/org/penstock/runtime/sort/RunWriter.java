package org.penstock.runtime.sort;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.apache.flink.core.memory.MemorySegment;

/**
 * Writes a run. For each group: its hash (4 bytes), the length of its records (8), the length of
 * its key (4), the key, and the records as {@link EntrySink} encodes them.
 */
final class RunWriter implements EntrySink, Closeable {

  static final int HEAD_BYTES = 16;
  private static final int LENGTH_AT = 4;

  private final Path path;
  private final FileChannel channel;
  private final byte[] buffer;
  private final ByteBuffer view;
  private int used;
  private long flushed;
  private long head;
  private int keyLength;
  private long lastOrder;

  RunWriter(Path path, int bufferBytes) throws IOException {
    this.path = path;
    this.channel = SpillFiles.openToWrite(path);
    this.buffer = new byte[bufferBytes];
    this.view = ByteBuffer.wrap(buffer);
  }

  /** Begins a group; its key must follow, in one or several pieces. */
  void beginGroup(int hash, int newKeyLength) throws IOException {
    room(HEAD_BYTES);
    head = flushed + used;
    keyLength = newKeyLength;
    view.putInt(used, hash);
    view.putInt(used + LENGTH_AT + 8, newKeyLength);
    used += HEAD_BYTES;
    lastOrder = 0;
  }

  void writeKey(byte[] key, int offset, int length) throws IOException {
    write(key, offset, length);
  }

  /** Ends a group: only now the length of its records is known. */
  void endGroup() throws IOException {
    long length = flushed + used - head - HEAD_BYTES - keyLength;
    long at = head + LENGTH_AT;
    if (at >= flushed) {
      view.putLong((int) (at - flushed), length);
    } else {
      ByteBuffer patch = ByteBuffer.allocate(8).putLong(0, length);
      while (patch.hasRemaining()) {
        writeAt(patch, at + patch.position());
      }
    }
  }

  @Override
  public void append(long order, byte[] payload, int offset, int length) throws IOException {
    appendHead(order, length);
    write(payload, offset, length);
  }

  @Override
  public void append(long order, MemorySegment payload, int offset, int length) throws IOException {
    appendHead(order, length);
    int done = 0;
    while (length - done > buffer.length - used) {
      int step = buffer.length - used;
      payload.get(offset + done, buffer, used, step);
      used += step;
      done += step;
      flush();
    }
    Bytes.get(payload, offset + done, buffer, used, length - done);
    used += length - done;
  }

  @Override
  public void appendEncoded(byte[] records, int offset, int length) throws IOException {
    write(records, offset, length);
  }

  private void appendHead(long order, int length) throws IOException {
    room(2 * VarInts.MAX_BYTES);
    used = VarInts.put(buffer, used, length);
    used = VarInts.put(buffer, used, VarInts.zigZag(order - lastOrder));
    lastOrder = order;
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (length - done > buffer.length - used) {
      int step = buffer.length - used;
      System.arraycopy(bytes, offset + done, buffer, used, step);
      used += step;
      done += step;
      flush();
    }
    System.arraycopy(bytes, offset + done, buffer, used, length - done);
    used += length - done;
  }

  private void room(int bytes) throws IOException {
    if (buffer.length - used < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    Cancellation.check();
    view.limit(used).position(0);
    while (view.hasRemaining()) {
      writeAt(view, flushed + view.position());
    }
    view.clear();
    flushed += used;
    used = 0;
  }

  private void writeAt(ByteBuffer bytes, long position) throws IOException {
    try {
      channel.write(bytes, position);
    } catch (IOException e) {
      throw SpillFiles.failure("write to", SpillFiles.directoryOf(path), e);
    }
  }

  /** Writes what is left, closes the file and returns it for reading. */
  RunFile finish() throws IOException {
    flush();
    channel.close();
    return new RunFile(path, flushed);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
