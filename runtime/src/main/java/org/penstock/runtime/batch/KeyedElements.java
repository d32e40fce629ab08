package org.penstock.runtime.batch;

import java.io.IOException;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.runtime.sort.GroupIterator;
import org.penstock.runtime.sort.SortedGroup;

/**
 * The elements of one key, read once and in order: {@link #advance} goes to the first, and then to
 * the next. They may be more than fit in memory, and are decoded as they are read.
 */
public final class KeyedElements<K, V> {
  private final KeyedElementCodec<K, V> codec;
  private final ProcessorContext context;
  private final byte[] encodedKey;
  private final K key;
  private final GroupIterator entries;

  KeyedElements(KeyedElementCodec<K, V> codec, SortedGroup group, ProcessorContext context)
      throws IOException {
    this.codec = codec;
    this.context = context;
    this.encodedKey = group.key();
    this.key = codec.decodeKey(encodedKey);
    this.entries = group.entries();
  }

  /** The key; null where the key's coder decodes one. */
  public K key() {
    return key;
  }

  /** The key as its coder encodes it, in the nested form; not to be changed. */
  public byte[] encodedKey() {
    return encodedKey;
  }

  /**
   * Goes to the next element. There is none after the task was canceled, either.
   *
   * @return whether there is one
   * @throws IOException if what was spilled cannot be read
   */
  public boolean advance() throws IOException {
    return entries.advance() && !context.isCanceled();
  }

  /**
   * Decodes the element that the last {@link #advance} went to: the value without its key, with
   * timestamp, windows and pane.
   *
   * @throws IOException if it cannot be decoded
   */
  public WindowedValue<V> value() throws IOException {
    return codec.decodeValue(entries);
  }
}
