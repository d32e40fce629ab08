package org.penstock.runtime.batch;

import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.sort.ExternalSorter;
import org.penstock.runtime.sort.SortedGroup;
import org.penstock.runtime.sort.SortedGroups;
import org.penstock.runtime.sort.SorterSettings;

/** The sorter of one operator; it takes memory with the first record. */
public final class GroupSorter implements AutoCloseable {
  private final Supplier<SorterSettings> settings;
  private @Nullable ExternalSorter sorter;

  /**
   * A sorter that takes no memory yet.
   *
   * @param settings memory and folders; asked once, with the first record
   */
  public GroupSorter(Supplier<SorterSettings> settings) {
    this.settings = settings;
  }

  /**
   * Takes a record.
   *
   * @throws IOException if it has to go to disk, and cannot
   */
  public void add(ShuffleRecord record) throws IOException {
    ExternalSorter open = sorter;
    if (open == null) {
      open = new ExternalSorter(settings.get());
      sorter = open;
    }
    byte[] key = record.key();
    byte[] payload = record.payload();
    open.add(record.hash(), key, 0, key.length, record.order(), payload, 0, payload.length);
  }

  /** Whether no record has come. */
  public boolean isEmpty() {
    return sorter == null;
  }

  /** What to do with each group. */
  @FunctionalInterface
  public interface GroupConsumer {
    /** Takes a group, which can be read again and again until the sorter is closed. */
    void accept(SortedGroup group) throws Exception;
  }

  /**
   * Sorts, and hands over group by group: by the hash of their keys and then by their keys, the
   * records of each by their order and then as they came. To be called once; no record may be added
   * afterwards.
   *
   * @throws Exception of the consumer; an {@link IOException} if what was spilled cannot be read
   */
  public void forEachGroup(GroupConsumer consumer) throws Exception {
    if (sorter != null) {
      SortedGroups groups = sorter.finish();
      for (SortedGroup group = groups.next(); group != null; group = groups.next()) {
        consumer.accept(group);
      }
    }
  }

  /** Gives the memory back, and deletes what is on disk. */
  @Override
  public void close() {
    if (sorter != null) {
      sorter.close();
    }
  }
}
