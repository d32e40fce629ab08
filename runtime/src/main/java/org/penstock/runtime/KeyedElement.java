package org.penstock.runtime;

import java.util.Collection;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What crosses a shuffle by key: the encoded key, which Flink partitions by, and the element, which
 * need not contain the key.
 *
 * <p>It is the windowed value itself, and one without pane and metadata in the global window is no
 * more than this object: where a record costs little else, each object more is seen.
 */
public final class KeyedElement<V> implements WindowedValue<V> {
  private final EncodedKey key;
  private final V value;
  private final long millis;
  // All but the value, where that is more than a timestamp.
  private final @Nullable WindowedValue<?> like;

  private KeyedElement(EncodedKey key, V value, long millis, @Nullable WindowedValue<?> like) {
    this.key = key;
    this.value = value;
    this.millis = millis;
    this.like = like;
  }

  /** An element that has the timestamp, windows and pane of another one. */
  public static <V> KeyedElement<V> of(EncodedKey key, V value, WindowedValue<?> like) {
    if (like instanceof TimestampedElement<?> timestamped) {
      return plain(key, value, timestamped.millis());
    }
    return new KeyedElement<>(
        key,
        value,
        like.getTimestamp().getMillis(),
        WindowedValueCodec.isPlain(like) ? null : like);
  }

  /** An element. */
  public static <V> KeyedElement<V> of(EncodedKey key, WindowedValue<V> element) {
    return of(key, element.getValue(), element);
  }

  /** An element in the global window, of which nothing else is known. */
  static <V> KeyedElement<V> plain(EncodedKey key, V value, long millis) {
    return new KeyedElement<>(key, value, millis, null);
  }

  /** The key of the element. */
  public EncodedKey key() {
    return key;
  }

  /** Whether it is in the global window, and nothing else is known of it but the timestamp. */
  boolean isPlain() {
    return like == null;
  }

  /** The timestamp, in milliseconds since the epoch. */
  long millis() {
    return millis;
  }

  @Override
  public V getValue() {
    return value;
  }

  @Override
  public Instant getTimestamp() {
    return TimestampedElement.timestamp(millis);
  }

  @Override
  public Collection<? extends BoundedWindow> getWindows() {
    return like == null ? TimestampedElement.GLOBAL : like.getWindows();
  }

  @Override
  public PaneInfo getPaneInfo() {
    return like == null ? PaneInfo.NO_FIRING : like.getPaneInfo();
  }

  @Override
  public @Nullable String getRecordId() {
    return like == null ? null : like.getRecordId();
  }

  @Override
  public @Nullable Long getRecordOffset() {
    return like == null ? null : like.getRecordOffset();
  }

  @Override
  public CausedByDrain causedByDrain() {
    return like == null ? CausedByDrain.NORMAL : like.causedByDrain();
  }

  @Override
  public Iterable<? extends WindowedValue<V>> explodeWindows() {
    return withValue(value).explodeWindows();
  }

  @Override
  public <OtherT> WindowedValue<OtherT> withValue(OtherT other) {
    return like == null ? new TimestampedElement<>(other, millis) : like.withValue(other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyedElement<?> that
        && key.equals(that.key)
        && withValue(value).equals(that.withValue(that.value));
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + withValue(value).hashCode();
  }

  @Override
  public String toString() {
    return "KeyedElement(" + key + ", " + withValue(value) + ")";
  }
}
