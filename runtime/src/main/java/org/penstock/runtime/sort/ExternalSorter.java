package org.penstock.runtime.sort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Sorts records by the hash of their key, the bytes of their key, their order (a signed number) and
 * their arrival, in bounded memory and with sorted runs on disk.
 *
 * <p>First {@link #add} all records, then read the groups that {@link #finish} returns, then {@link
 * #close}. As long as all records fit in memory no file is made. Not thread-safe. All methods that
 * throw an {@code IOException} throw an {@code InterruptedIOException} some time after the thread
 * was interrupted.
 */
public final class ExternalSorter implements AutoCloseable {

  private final SorterSettings settings;
  private final int segmentBytes;
  private final int maxBuffers;
  private final List<SortBuffer> buffers = new ArrayList<>();
  private final Runs runs;
  private int filling = -1;
  private boolean ordered;
  private boolean finished;
  private boolean closed;

  /** Makes a sorter; it takes memory with the first record only. */
  public ExternalSorter(SorterSettings settings) {
    this.settings = settings;
    long most = Math.min(settings.segmentBytes(), Integer.MAX_VALUE - 7);
    this.maxBuffers = Math.toIntExact((settings.memoryBytes() + most - 1) / most);
    this.segmentBytes = (int) (settings.memoryBytes() / maxBuffers) & -8;
    this.runs = new Runs(settings);
  }

  /**
   * Takes a record. The arrays may be reused at once.
   *
   * @param keyHash the same for equal keys
   * @param order what to sort records of one key by; zero for all of them is the fastest
   * @throws IOException if a run can't be written; the message names the directory
   * @throws IllegalStateException after {@link #finish} or {@link #close}
   */
  public void add(
      int keyHash,
      byte[] key,
      int keyOffset,
      int keyLength,
      long order,
      byte[] payload,
      int payloadOffset,
      int payloadLength)
      throws IOException {
    Objects.checkFromIndexSize(keyOffset, keyLength, key.length);
    Objects.checkFromIndexSize(payloadOffset, payloadLength, payload.length);
    checkOpen(finished);
    if (order != 0) {
      ordered = true;
    }
    if (SortBuffer.bytesFor((long) keyLength + payloadLength) > segmentBytes) {
      spill();
      runs.add(keyHash, key, keyOffset, keyLength, order, payload, payloadOffset, payloadLength);
      return;
    }
    while (filling < 0
        || !buffers
            .get(filling)
            .add(
                keyHash, key, keyOffset, keyLength, order, payload, payloadOffset, payloadLength)) {
      nextBuffer();
    }
  }

  private void nextBuffer() throws IOException {
    if (filling + 1 == maxBuffers) {
      spill();
    }
    filling++;
    if (filling == buffers.size()) {
      buffers.add(new SortBuffer(settings.memory().allocate(segmentBytes)));
    }
  }

  /** Writes all that is in memory to a run. */
  private void spill() throws IOException {
    List<GroupCursor> cursors = sortBuffers();
    if (!cursors.isEmpty()) {
      runs.add(new GroupMerge(cursors, ordered));
    }
    buffers.forEach(SortBuffer::clear);
    filling = -1;
  }

  private List<GroupCursor> sortBuffers() throws IOException {
    List<GroupCursor> cursors = new ArrayList<>();
    for (int i = 0; i <= filling; i++) {
      buffers.get(i).sort();
      cursors.add(new BufferCursor(buffers.get(i)));
    }
    return cursors;
  }

  /**
   * Sorts what came. No record may be added afterwards.
   *
   * @throws IOException if runs can't be read or written
   * @throws IllegalStateException if called before, or after {@link #close}
   */
  public SortedGroups finish() throws IOException {
    checkOpen(finished);
    finished = true;
    runs.reduce(ordered);
    List<GroupCursor> cursors = runs.cursors();
    cursors.addAll(sortBuffers());
    return new SortedGroups(new GroupMerge(cursors, ordered), ordered, settings.smallGroupBytes());
  }

  /** Returns how many runs are on disk now. */
  public int runCount() {
    return runs.size();
  }

  private void checkOpen(boolean alreadyFinished) {
    if (closed || alreadyFinished) {
      throw new IllegalStateException(
          "The sorter is " + (closed ? "closed" : "finished") + " and takes no more calls.");
    }
  }

  /** Gives back the memory and deletes all files, at any time and also after a failure. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (SortBuffer buffer : buffers) {
      settings.memory().release(buffer.segment());
    }
    buffers.clear();
    try {
      runs.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Spilled runs can't be closed.", e);
    }
  }
}
