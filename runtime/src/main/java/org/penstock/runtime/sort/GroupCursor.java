package org.penstock.runtime.sort;

import java.io.IOException;

/** Goes through the groups of one sorted buffer or run. */
interface GroupCursor {

  /** Goes to the next group, whether the one before was read or not; false at the end. */
  boolean nextGroup() throws IOException;

  /** Returns the key of the current group; the object is reused for the next. */
  GroupKey key();

  /** Returns about how many bytes the records of the group take. */
  long groupBytes();

  /** Returns a reader of the group, to be used once and only before the next {@link #nextGroup}. */
  EntryReader entries();

  /** Does what {@code sink.append} for each of {@link #entries} would, but faster. */
  void copyTo(EntrySink sink) throws IOException;

  /** Returns where the group is, which stays valid. */
  GroupPart part();
}
