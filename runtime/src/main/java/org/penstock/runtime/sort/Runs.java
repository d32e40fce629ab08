package org.penstock.runtime.sort;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The runs of one sorter, in the order in which their records arrived. */
final class Runs implements Closeable {

  private final SorterSettings settings;
  private final SpillFiles files;
  private final List<RunFile> runs = new ArrayList<>();

  Runs(SorterSettings settings) {
    this.settings = settings;
    this.files = new SpillFiles(settings.spillDirectories());
  }

  int size() {
    return runs.size();
  }

  /** Writes one more run. */
  void add(GroupMerge groups) throws IOException {
    runs.add(write(groups));
  }

  /** Writes a run of one record. */
  void add(
      int hash,
      byte[] key,
      int keyOffset,
      int keyLength,
      long order,
      byte[] payload,
      int payloadOffset,
      int payloadLength)
      throws IOException {
    try (RunWriter writer = new RunWriter(files.next(), settings.bufferBytes())) {
      writer.beginGroup(hash, keyLength);
      writer.writeKey(key, keyOffset, keyLength);
      writer.append(order, payload, payloadOffset, payloadLength);
      writer.endGroup();
      runs.add(writer.finish());
    }
  }

  private RunFile write(GroupMerge groups) throws IOException {
    try (RunWriter writer = new RunWriter(files.next(), settings.bufferBytes())) {
      groups.writeTo(writer);
      return writer.finish();
    }
  }

  /**
   * Merges runs until no more are left than can be read at once. Only neighbours are merged, for
   * records with the same order must stay in the order of arrival.
   */
  void reduce(boolean ordered) throws IOException {
    while (runs.size() > settings.maxFanIn()) {
      int width = Math.min(settings.maxFanIn(), runs.size() - settings.maxFanIn() + 1);
      List<RunFile> merged = runs.subList(smallest(width), smallest(width) + width);
      RunFile result = write(new GroupMerge(cursors(merged), ordered));
      for (RunFile run : merged) {
        run.close();
        files.delete(run.path());
      }
      merged.clear();
      merged.add(result);
    }
  }

  /** Returns where the neighbours start that are the least to read and write. */
  private int smallest(int width) {
    long bytes = 0;
    long least = Long.MAX_VALUE;
    int best = 0;
    for (int i = 0; i < runs.size(); i++) {
      bytes += runs.get(i).length();
      if (i >= width) {
        bytes -= runs.get(i - width).length();
      }
      if (i >= width - 1 && bytes < least) {
        least = bytes;
        best = i - width + 1;
      }
    }
    return best;
  }

  List<GroupCursor> cursors() {
    return cursors(runs);
  }

  private List<GroupCursor> cursors(List<RunFile> of) {
    List<GroupCursor> cursors = new ArrayList<>();
    for (RunFile run : of) {
      cursors.add(new FileCursor(run, settings.bufferBytes()));
    }
    return cursors;
  }

  /** Closes and deletes all files, also those that were begun when something failed. */
  @Override
  public void close() throws IOException {
    for (RunFile run : runs) {
      run.close();
    }
    runs.clear();
    files.deleteAll();
  }
}
