package org.penstock.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShuffleRecordTest {
  private static final int KEYS = 20_000;

  private static ShuffleRecord record(String key) {
    return ShuffleRecord.of(key.getBytes(UTF_8), 5, new byte[] {1, 2});
  }

  @Test
  void equalKeysHaveEqualHashes() {
    assertThat(record("some key").hash()).isEqualTo(record("some key").hash());
    assertThat(record("some key").hash()).isNotEqualTo(record("some kez").hash());
  }

  @Test
  void similarKeysHaveDifferentHashes() {
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < KEYS; i++) {
      hashes.add(record("key-" + i).hash());
    }

    // 20000 random values of 32 bits collide in 0.05 cases on average.
    assertThat(hashes).hasSizeGreaterThanOrEqualTo(KEYS - 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 100})
  void keysSpreadOverThePartitions(int partitions) {
    Partitioner<Integer> partitioner = new HashPartitioner();
    int[] counts = new int[partitions];
    for (int i = 0; i < KEYS; i++) {
      counts[partitioner.partition(record("key-" + i).hash(), partitions)]++;
    }

    double even = (double) KEYS / partitions;
    // Six standard deviations of a fair die.
    double tolerance = 6 * Math.sqrt(even);
    assertThat(Arrays.stream(counts).min().orElseThrow()).isGreaterThan((int) (even - tolerance));
    assertThat(Arrays.stream(counts).max().orElseThrow())
        .isLessThanOrEqualTo((int) (even + tolerance));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE})
  void everyHashHasAPartition(int hash) {
    assertThat(new HashPartitioner().partition(hash, 7)).isBetween(0, 6);
  }

  @Test
  void survivesTheNetwork() throws IOException {
    ShuffleRecord sent = ShuffleRecord.of("k".getBytes(UTF_8), -3, "payload".getBytes(UTF_8));
    DataOutputSerializer out = new DataOutputSerializer(16);
    ShuffleRecordSerializer.INSTANCE.serialize(sent, out);
    DataOutputSerializer copied = new DataOutputSerializer(16);
    ShuffleRecordSerializer.INSTANCE.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);

    ShuffleRecord received =
        ShuffleRecordSerializer.INSTANCE.deserialize(
            new DataInputDeserializer(copied.getCopyOfBuffer()));

    assertThat(received).usingRecursiveComparison().isEqualTo(sent);
  }

  @Test
  void shortKeysRarelyShareAHash() {
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < 1 << 16; i++) {
      hashes.add(ShuffleRecord.hash(new byte[] {(byte) (i >> 8), (byte) i}));
      if (i < 1 << 8) {
        hashes.add(ShuffleRecord.hash(new byte[] {(byte) i}));
      }
    }
    // By chance one pair in 2^32 would be equal, and so about half of a pair here.
    assertThat(hashes).hasSizeGreaterThanOrEqualTo((1 << 16) + (1 << 8) - 5);
  }
}
