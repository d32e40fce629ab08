package org.penstock.runtime.sort;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A sorted run on disk. All reads name their position, so that any number of readers share the one
 * open file; it is opened by the first of them.
 */
final class RunFile implements Closeable {

  /** Longer reads would make the JDK keep an equally long direct buffer for the thread. */
  private static final int MAX_READ = 256 << 10;

  private final Path path;
  private final long length;
  private @Nullable FileChannel channel;
  private boolean closed;

  RunFile(Path path, long length) {
    this.path = path;
    this.length = length;
  }

  Path path() {
    return path;
  }

  long length() {
    return length;
  }

  void read(long position, byte[] target, int offset, int count) throws IOException {
    Cancellation.check();
    ByteBuffer bytes = ByteBuffer.wrap(target);
    int done = 0;
    while (done < count) {
      bytes.limit(offset + done + Math.min(MAX_READ, count - done)).position(offset + done);
      int step = channel().read(bytes, position + done);
      if (step < 0) {
        throw new EOFException(
            "The spilled run "
                + path
                + " ends at byte "
                + (position + done)
                + ", expected "
                + length
                + " bytes. Did something else clean the spill directory?");
      }
      done += step;
    }
  }

  private FileChannel channel() throws IOException {
    if (closed) {
      throw new IOException("The sorter of the run " + path + " is closed.");
    }
    FileChannel open = channel;
    if (open == null) {
      open = FileChannel.open(path, StandardOpenOption.READ);
      channel = open;
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    if (channel != null) {
      channel.close();
    }
  }
}
