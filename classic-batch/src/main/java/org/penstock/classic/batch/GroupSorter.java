package org.penstock.classic.batch;

import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.sort.ExternalSorter;
import org.penstock.runtime.sort.SortedGroup;
import org.penstock.runtime.sort.SortedGroups;
import org.penstock.runtime.sort.SorterSettings;

/** The sorter of one operator; it takes memory with the first record. */
final class GroupSorter implements AutoCloseable {
  private final Supplier<SorterSettings> settings;
  private @Nullable ExternalSorter sorter;

  GroupSorter(Supplier<SorterSettings> settings) {
    this.settings = settings;
  }

  void add(ShuffleRecord record) throws IOException {
    ExternalSorter open = sorter;
    if (open == null) {
      open = new ExternalSorter(settings.get());
      sorter = open;
    }
    byte[] key = record.key();
    byte[] payload = record.payload();
    open.add(record.hash(), key, 0, key.length, record.order(), payload, 0, payload.length);
  }

  boolean isEmpty() {
    return sorter == null;
  }

  /** What to do with each group. */
  interface GroupConsumer {
    void accept(SortedGroup group) throws Exception;
  }

  /** Sorts, and hands over group by group. No record may be added afterwards. */
  void forEachGroup(GroupConsumer consumer) throws Exception {
    if (sorter != null) {
      SortedGroups groups = sorter.finish();
      for (SortedGroup group = groups.next(); group != null; group = groups.next()) {
        consumer.accept(group);
      }
    }
  }

  @Override
  public void close() {
    if (sorter != null) {
      sorter.close();
    }
  }
}
