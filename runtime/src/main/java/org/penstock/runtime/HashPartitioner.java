package org.penstock.runtime;

import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Sends all records of a key to one task, by the hash that they carry. */
public final class HashPartitioner implements Partitioner<Integer> {
  private static final long serialVersionUID = 1L;

  HashPartitioner() {}

  /** The stream, partitioned by key. */
  public static DataStream<ShuffleRecord> partition(DataStream<ShuffleRecord> stream) {
    return stream.partitionCustom(new HashPartitioner(), new HashSelector());
  }

  @Override
  public int partition(Integer hash, int partitions) {
    // The upper bits: the sorter in the receiving task orders by the hash, and a remainder would
    // leave it with every n-th value only.
    return (int) (((hash & 0xffffffffL) * partitions) >>> 32);
  }

  private static final class HashSelector implements KeySelector<ShuffleRecord, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Integer getKey(ShuffleRecord record) {
      return record.hash();
    }
  }
}
