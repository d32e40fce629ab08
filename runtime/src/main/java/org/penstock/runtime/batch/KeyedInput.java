package org.penstock.runtime.batch;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Key-value pairs for an operator that wants them key by key.
 *
 * @param stream the pairs
 * @param coder their coder; keys are equal when their encoded bytes are
 * @param windowCoder the coder of their windows
 * @param inTimeOrder whether the elements of a key come in the order of their timestamps; else
 *     those of one sender come in its order
 */
public record KeyedInput<K, V>(
    DataStream<WindowedValue<KV<K, V>>> stream,
    KvCoder<K, V> coder,
    Coder<? extends BoundedWindow> windowCoder,
    boolean inTimeOrder) {}
