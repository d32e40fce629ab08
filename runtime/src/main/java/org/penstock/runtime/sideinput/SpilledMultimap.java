package org.penstock.runtime.sideinput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.EncodedValues;
import org.penstock.runtime.ShuffleRecord;
import org.penstock.runtime.sort.ExternalSorter;
import org.penstock.runtime.sort.SortedGroup;

/** A side input that is looked up by key, its keys in memory and its values on disk. */
final class SpilledMultimap<K, V> implements MultimapView<K, V>, AutoCloseable {
  private final Coder<K> keyCoder;
  private final Coder<V> valueCoder;
  private final ExternalSorter sorter;
  private final Map<ByteBuffer, SortedGroup> groups;

  SpilledMultimap(KvCoder<K, V> coder, Iterable<KV<K, V>> pairs, SideInputSpace space) {
    this.keyCoder = coder.getKeyCoder();
    this.valueCoder = coder.getValueCoder();
    this.sorter = new ExternalSorter(space.spilling().get());
    try {
      for (KV<K, V> pair : pairs) {
        byte[] key = SideInputElements.encoded(keyCoder, pair.getKey());
        byte[] value = SideInputElements.encoded(valueCoder, pair.getValue());
        sorter.add(ShuffleRecord.hash(key), key, 0, key.length, 0, value, 0, value.length);
      }
      this.groups = SideInputElements.index(sorter.finish());
    } catch (IOException e) {
      throw new UncheckedIOException("A side input cannot be sorted by key", e);
    }
  }

  @Override
  public Iterable<K> get() {
    return Iterables.transform(groups.values(), group -> key(group.key()));
  }

  private K key(byte[] bytes) {
    try {
      return SideInputElements.decoded(keyCoder, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("A side input's key cannot be decoded by " + keyCoder, e);
    }
  }

  @Override
  public Iterable<V> get(@Nullable K key) {
    try {
      SortedGroup group = groups.get(ByteBuffer.wrap(SideInputElements.encoded(keyCoder, key)));
      return group == null ? List.of() : new EncodedValues<>(group::entries, valueCoder, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("A side input's key cannot be encoded by " + keyCoder, e);
    }
  }

  @Override
  public void close() {
    sorter.close();
  }
}
