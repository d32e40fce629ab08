package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Much data to and from a worker that asks for state meanwhile: nobody may wait for the other. */
@Timeout(120)
final class BackpressureTest {
  private static final int KEYS = 3_000;
  private static final int BYTES = 20_000;

  /** Each element is large, reads and writes state, and makes two large outputs. */
  static final class Large extends DoFn<KV<Long, String>, Integer> {
    @StateId("seen")
    private final StateSpec<ValueState<Long>> spec = StateSpecs.value(VarLongCoder.of());

    @ProcessElement
    public void process(
        @Element KV<Long, String> element,
        @StateId("seen") ValueState<Long> seen,
        OutputReceiver<Integer> out) {
      Long before = seen.read();
      seen.write(before == null ? 1 : before + 1);
      out.output(element.getValue().length());
    }
  }

  static final class Filling extends DoFn<Long, KV<Long, String>> {
    @ProcessElement
    public void process(@Element Long key, OutputReceiver<KV<Long, String>> out) {
      out.output(KV.of(key, "x".repeat(BYTES)));
    }
  }

  static final class Ungrouping extends DoFn<KV<Long, Iterable<String>>, KV<Long, String>> {
    @ProcessElement
    public void process(
        @Element KV<Long, Iterable<String>> group, OutputReceiver<KV<Long, String>> out) {
      for (String value : group.getValue()) {
        out.output(KV.of(group.getKey(), value));
      }
    }
  }

  @Test
  void largeBundlesThatReadState() throws Exception {
    MiniRunner runner = new MiniRunner();
    runner.bundleSize = KEYS;
    Pipeline pipeline = runner.pipeline();
    List<Long> keys = new ArrayList<>();
    for (long i = 0; i < KEYS; i++) {
      keys.add(i);
    }
    Collected<Integer> collected = new Collected<>();
    pipeline
        .apply(Create.of(keys))
        .apply("Fill", ParDo.of(new Filling()))
        .apply(GroupByKey.create())
        .apply("Ungroup", ParDo.of(new Ungrouping()))
        .apply("Large", ParDo.of(new Large()))
        .apply(ParDo.of(collected));

    runner.run(pipeline);

    assertThat(collected.seen()).hasSize(KEYS).containsOnly(BYTES);
    assertThat(runner.hosts.values())
        .as("outputs that came before the end of their bundle")
        .anyMatch(host -> host.outputsBeforeTheEnd > 0);
  }
}
