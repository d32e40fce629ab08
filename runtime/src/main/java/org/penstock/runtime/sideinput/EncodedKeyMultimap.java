package org.penstock.runtime.sideinput;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * A side input that is looked up by key. Keys are equal when their encoded bytes are, as in every
 * other SDK: rows, for one, may be equal to their coder and yet not to {@code equals}, which
 * compares their schemas too.
 */
public final class EncodedKeyMultimap<K, V> implements MultimapView<K, V> {
  private final Coder<K> keyCoder;
  private final Map<ByteBuffer, Entry<K, V>> entries = new LinkedHashMap<>();

  /**
   * A multimap of the pairs, which are held on the heap; keys in the order they first came.
   *
   * @throws UncheckedIOException if a key cannot be encoded; so does the look-up of one
   */
  public EncodedKeyMultimap(Coder<K> keyCoder, Iterable<KV<K, V>> pairs) {
    this.keyCoder = keyCoder;
    for (KV<K, V> pair : pairs) {
      entries
          .computeIfAbsent(encoded(pair.getKey()), k -> new Entry<>(pair.getKey()))
          .values()
          .add(pair.getValue());
    }
  }

  private record Entry<K, V>(K key, List<V> values) {
    Entry(K key) {
      this(key, new ArrayList<>(1));
    }
  }

  private ByteBuffer encoded(@Nullable K key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      keyCoder.encode(key, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("A side input's key cannot be encoded by " + keyCoder, e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  @Override
  public Iterable<K> get() {
    List<K> keys = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> keys.add(entry.key()));
    return keys;
  }

  @Override
  public Iterable<V> get(@Nullable K key) {
    Entry<K, V> entry = entries.get(encoded(key));
    return entry == null ? List.of() : Collections.unmodifiableList(entry.values());
  }
}
