package org.penstock.runtime;

import org.apache.beam.sdk.values.WindowedValue;

/**
 * What crosses a shuffle by key: the encoded key, which Flink partitions by, and the element.
 *
 * @param key the key of the element
 * @param value the element, which need not contain the key
 */
public record KeyedElement<V>(EncodedKey key, WindowedValue<V> value) {}
