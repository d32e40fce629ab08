package org.penstock.runtime.sort;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The groups of a sorter, by the hash of their keys and then by their keys. Not thread-safe. */
public final class SortedGroups {

  private final GroupMerge merge;
  private final boolean ordered;
  private final int smallGroupBytes;
  private final SmallGroup.Builder builder = new SmallGroup.Builder();

  SortedGroups(GroupMerge merge, boolean ordered, int smallGroupBytes) {
    this.merge = merge;
    this.ordered = ordered;
    this.smallGroupBytes = smallGroupBytes;
  }

  /**
   * Returns the next group, or null when there are no more. Whether groups before were read to
   * their end makes no difference.
   *
   * @throws IOException if a spilled run can't be read
   */
  public @Nullable SortedGroup next() throws IOException {
    if (!merge.next()) {
      return null;
    }
    GroupKey key = merge.key();
    if (merge.groupBytes() > smallGroupBytes) {
      return new LargeGroup(key.toBytes(), key.hash(), merge.parts(), ordered);
    }
    merge.copyTo(builder);
    return builder.build(key.toBytes(), key.hash());
  }
}
