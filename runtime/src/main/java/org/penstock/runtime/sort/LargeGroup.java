package org.penstock.runtime.sort;

import java.io.IOException;
import java.util.List;

/** A group that stays where it is, in memory or on disk, and is read from there each time. */
final class LargeGroup implements SortedGroup {

  private final byte[] key;
  private final int keyHash;
  private final List<GroupPart> parts;
  private final boolean ordered;

  /**
   * @param parts those with earlier records first
   * @param ordered whether records may have orders other than zero
   */
  LargeGroup(byte[] key, int keyHash, List<GroupPart> parts, boolean ordered) {
    this.key = key;
    this.keyHash = keyHash;
    this.parts = parts;
    this.ordered = ordered;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public int keyHash() {
    return keyHash;
  }

  @Override
  public GroupIterator entries() {
    if (ordered && parts.size() > 1) {
      return new Entries(new EntryMerge(parts.stream().map(GroupPart::open).toList()));
    }
    return new Entries(new EntryChain(parts));
  }

  private static final class Entries implements GroupIterator {

    private final EntryReader reader;
    private final Payload payload = new Payload();

    Entries(EntryReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean advance() throws IOException {
      boolean found = reader.advance();
      if (found) {
        reader.payload(payload);
      }
      return found;
    }

    @Override
    public long order() {
      return reader.order();
    }

    @Override
    public byte[] array() {
      return payload.array;
    }

    @Override
    public int offset() {
      return payload.offset;
    }

    @Override
    public int length() {
      return payload.length;
    }
  }
}
