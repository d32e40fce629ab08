package org.penstock.classic.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.penstock.runtime.sort.GroupIterator;
import org.penstock.runtime.sort.SortedGroup;

/**
 * Values on disk, decoded as they are read.
 *
 * @param group where they are
 * @param coder their coder
 */
record SpilledValues<V>(SortedGroup group, Coder<V> coder) implements Iterable<V> {
  @Override
  public Iterator<V> iterator() {
    GroupIterator entries = group.entries();
    return new Iterator<>() {
      private boolean advanced;
      private boolean more;

      @Override
      public boolean hasNext() {
        if (!advanced) {
          try {
            more = entries.advance();
          } catch (IOException e) {
            throw new UncheckedIOException("A side input cannot be read back from disk", e);
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
          return coder.decode(
              new ByteArrayInputStream(entries.array(), entries.offset(), entries.length()));
        } catch (IOException e) {
          throw new UncheckedIOException("A side input's value cannot be decoded by " + coder, e);
        }
      }
    };
  }
}
