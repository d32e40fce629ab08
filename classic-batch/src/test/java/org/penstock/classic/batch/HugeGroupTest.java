package org.penstock.classic.batch;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

/**
 * One key with more values than the heap holds, read twice. With {@code -Dpenstock.tests.all=true}
 * three gigabytes, for a JVM of one; else as much as one such value set needs to leave memory.
 */
final class HugeGroupTest {
  private static final int VALUE_BYTES = 64 << 10;
  private static final long MEGABYTES = Boolean.getBoolean("penstock.tests.all") ? 3 << 10 : 400;
  private static final long VALUES = (MEGABYTES << 20) / VALUE_BYTES;

  @Test
  void valuesBeyondTheHeapAreReadTwice() {
    Pipeline pipeline = Runs.pipeline();
    PCollection<String> twice =
        pipeline
            .apply(GenerateSequence.from(0).to(VALUES))
            .apply(ParDo.of(new Inflate()))
            .apply(GroupByKey.create())
            .apply(ParDo.of(new ReadTwice()));
    long sum = VALUES * (VALUES - 1) / 2;
    String once = VALUES + " values, sum " + sum + ", " + VALUES * VALUE_BYTES + " bytes";
    PAssert.thatSingleton(twice).isEqualTo(once + " | " + once);

    pipeline.run().waitUntilFinish();
  }

  static final class Inflate extends DoFn<Long, KV<String, byte[]>> {
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<KV<String, byte[]>> out) {
      byte[] value = new byte[VALUE_BYTES];
      for (int i = 0; i < Long.BYTES; i++) {
        value[i] = (byte) (number >>> (8 * i));
      }
      out.output(KV.of("the only key", value));
    }
  }

  static final class ReadTwice extends DoFn<KV<String, Iterable<byte[]>>, String> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<byte[]>> group, OutputReceiver<String> out) {
      out.output(read(group.getValue()) + " | " + read(group.getValue()));
    }

    private static String read(Iterable<byte[]> values) {
      long count = 0;
      long sum = 0;
      long bytes = 0;
      for (byte[] value : values) {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
          number |= (value[i] & 0xffL) << (8 * i);
        }
        count++;
        sum += number;
        bytes += value.length;
      }
      return count + " values, sum " + sum + ", " + bytes + " bytes";
    }
  }
}
