package org.penstock.runtime.sort;

import java.io.IOException;

/** Goes through the groups of a run on disk. */
final class FileCursor implements GroupCursor {

  private final RunFile file;
  private final int bufferBytes;
  private final RunInput input;
  private final GroupKey key = new GroupKey(this::readKey);
  private long keyAt;
  private long start;
  private long end;

  FileCursor(RunFile file, int bufferBytes) {
    this.file = file;
    this.bufferBytes = bufferBytes;
    this.input = new RunInput(file, bufferBytes, 0, file.length());
  }

  @Override
  public boolean nextGroup() throws IOException {
    if (end == file.length()) {
      return false;
    }
    input.seek(end);
    int hash = input.readInt();
    long bytes = input.readLong();
    int keyLength = input.readInt();
    keyAt = input.position();
    key.set(hash, keyLength);
    start = keyAt + keyLength;
    end = start + bytes;
    input.seek(start);
    return true;
  }

  private void readKey(int from, byte[] target, int offset, int length) throws IOException {
    if (from == 0) {
      input.read(target, offset, length);
    } else {
      file.read(keyAt + from, target, offset, length);
    }
  }

  @Override
  public GroupKey key() {
    return key;
  }

  @Override
  public long groupBytes() {
    return end - start;
  }

  @Override
  public EntryReader entries() {
    return new FileEntries(input, end);
  }

  @Override
  public void copyTo(EntrySink sink) throws IOException {
    input.copyTo(sink, end);
  }

  @Override
  public GroupPart part() {
    long first = start;
    long last = end;
    return () -> new FileEntries(new RunInput(file, bufferBytes, first, last), last);
  }
}
