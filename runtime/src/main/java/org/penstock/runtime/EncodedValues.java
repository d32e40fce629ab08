package org.penstock.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.sort.GroupIterator;

/**
 * Encoded values, decoded as they are read, as often as they are read: they may be on disk and more
 * than fit in memory.
 */
public final class EncodedValues<V> implements Iterable<V> {
  private final Entries group;
  private final Coder<V> valueCoder;
  private final int skippedBytes;

  /** Where the encoded values are. */
  @FunctionalInterface
  public interface Entries {
    /**
     * A new reader from the first entry on.
     *
     * @throws IOException if what was spilled cannot be read
     */
    GroupIterator open() throws IOException;
  }

  /**
   * Values that the coder decodes.
   *
   * @param group where they are
   * @param valueCoder their coder
   * @param skippedBytes how many bytes of each entry stand before the value
   */
  public EncodedValues(Entries group, Coder<V> valueCoder, int skippedBytes) {
    this.group = group;
    this.valueCoder = valueCoder;
    this.skippedBytes = skippedBytes;
  }

  @Override
  public Iterator<V> iterator() {
    try {
      return new Values(group.open());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private final class Values implements Iterator<V> {
    private final GroupIterator entries;
    private boolean advanced;
    private boolean more;

    Values(GroupIterator entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      if (!advanced) {
        try {
          more = entries.advance();
        } catch (IOException e) {
          throw unreadable(e);
        }
        advanced = true;
      }
      return more;
    }

    @Override
    public V next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      advanced = false;
      try {
        return valueCoder.decode(
            new ArrayInput(
                entries.array(), entries.offset() + skippedBytes, entries.length() - skippedBytes));
      } catch (IOException e) {
        throw new UncheckedIOException("A value cannot be decoded by " + valueCoder, e);
      }
    }
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("Values cannot be read back from disk", e);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Iterable<?> that && Iterables.elementsEqual(this, that);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (V value : this) {
      hash = 31 * hash + Objects.hashCode(value);
    }
    return hash;
  }

  @Override
  public String toString() {
    return Iterables.toString(this);
  }
}
