package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.CombiningState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.SetState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of user state, in one bundle and over several. */
@Timeout(120)
final class UserStateTest {
  private final MiniRunner runner = new MiniRunner();
  private final Pipeline pipeline = runner.pipeline();
  private final Collected<String> collected = new Collected<>();

  @BeforeEach
  void smallBundles() {
    runner.bundleSize = 2;
  }

  private void run(DoFn<KV<String, Long>, String> doFn) throws Exception {
    pipeline
        .apply(Create.of(KV.of("a", 1L), KV.of("b", 9L), KV.of("a", 2L), KV.of("a", 2L)))
        .apply(ParDo.of(doFn))
        .apply(ParDo.of(collected));
    runner.run(pipeline);
  }

  static final class Simple extends DoFn<KV<String, Long>, String> {
    @StateId("bag")
    private final StateSpec<BagState<Long>> bagSpec = StateSpecs.bag(VarLongCoder.of());

    @StateId("value")
    private final StateSpec<ValueState<Long>> valueSpec = StateSpecs.value(VarLongCoder.of());

    @StateId("sum")
    private final StateSpec<CombiningState<Long, long[], Long>> sumSpec =
        StateSpecs.combining(Sum.ofLongs());

    @ProcessElement
    public void process(
        @Element KV<String, Long> element,
        @StateId("bag") BagState<Long> bag,
        @StateId("value") ValueState<Long> value,
        @StateId("sum") CombiningState<Long, long[], Long> sum,
        OutputReceiver<String> out) {
      Long last = value.read();
      bag.add(element.getValue());
      value.write(element.getValue());
      sum.add(element.getValue());
      int count = 0;
      for (Long ignored : bag.read()) {
        count++;
      }
      out.output(element.getKey() + " " + last + " " + count + " " + sum.read());
    }
  }

  @Test
  void bagValueAndCombining() throws Exception {
    run(new Simple());

    assertThat(collected.seen())
        .containsExactlyInAnyOrder("a null 1 1", "b null 1 9", "a 1 2 3", "a 2 3 5");
  }

  static final class Maps extends DoFn<KV<String, Long>, String> {
    @StateId("map")
    private final StateSpec<MapState<String, Long>> mapSpec =
        StateSpecs.map(StringUtf8Coder.of(), VarLongCoder.of());

    @StateId("set")
    private final StateSpec<SetState<Long>> setSpec = StateSpecs.set(VarLongCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Long> element,
        @StateId("map") MapState<String, Long> map,
        @StateId("set") SetState<Long> set,
        OutputReceiver<String> out) {
      map.put("k" + element.getValue(), element.getValue() * 10);
      set.add(element.getValue());
      TreeMap<String, Long> entries = new TreeMap<>();
      map.entries().read().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
      TreeSet<Long> members = new TreeSet<>();
      set.read().forEach(members::add);
      out.output(element.getKey() + " " + entries + " " + members);
    }
  }

  @Test
  void mapAndSet() throws Exception {
    run(new Maps());

    assertThat(collected.seen())
        .containsExactlyInAnyOrder(
            "a {k1=10} [1]", "b {k9=90} [9]", "a {k1=10, k2=20} [1, 2]", "a {k1=10, k2=20} [1, 2]");
  }

  static final class Multimaps extends DoFn<KV<String, Long>, String> {
    @StateId("multimap")
    private final StateSpec<MultimapState<String, Long>> spec =
        StateSpecs.multimap(StringUtf8Coder.of(), VarLongCoder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Long> element,
        @StateId("multimap") MultimapState<String, Long> multimap,
        OutputReceiver<String> out) {
      multimap.put("x", element.getValue());
      multimap.put("x", element.getValue() + 100);
      multimap.put("y" + element.getValue(), 0L);
      TreeSet<String> entries = new TreeSet<>();
      int count = 0;
      for (var entry : multimap.entries().read()) {
        entries.add(entry.getKey() + "=" + entry.getValue());
        count++;
      }
      out.output(element.getKey() + " " + count + " " + entries);
    }
  }

  @Test
  void multimap() throws Exception {
    run(new Multimaps());

    assertThat(collected.seen())
        .containsExactlyInAnyOrder(
            "a 3 [x=1, x=101, y1=0]",
            "b 3 [x=109, x=9, y9=0]",
            "a 6 [x=1, x=101, x=102, x=2, y1=0, y2=0]",
            "a 9 [x=1, x=101, x=102, x=2, y1=0, y2=0]");
  }

  static final class Lists extends DoFn<KV<String, Long>, String> {
    @StateId("list")
    private final StateSpec<OrderedListState<String>> spec =
        StateSpecs.orderedList(StringUtf8Coder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Long> element,
        @StateId("list") OrderedListState<String> list,
        OutputReceiver<String> out) {
      Instant time = Instant.ofEpochMilli(10 - element.getValue());
      list.add(TimestampedValue.of("v" + element.getValue(), time));
      StringBuilder all = new StringBuilder();
      list.read().forEach(one -> all.append(' ').append(one.getValue()));
      StringBuilder some = new StringBuilder();
      list.readRange(Instant.ofEpochMilli(9), Instant.ofEpochMilli(10))
          .forEach(one -> some.append(' ').append(one.getValue()));
      out.output(element.getKey() + ":" + all + " |" + some);
    }
  }

  @Test
  void orderedListKeepsEqualTimestamps() throws Exception {
    run(new Lists());

    assertThat(collected.seen())
        .containsExactlyInAnyOrder("a: v1 | v1", "b: v9 |", "a: v2 v1 | v1", "a: v2 v2 v1 | v1");
  }

  /** Keeps so much that it is read in several pieces, while more elements are under way. */
  static final class Hoarding extends DoFn<KV<String, Long>, String> {
    @StateId("bag")
    private final StateSpec<BagState<String>> spec = StateSpecs.bag(StringUtf8Coder.of());

    @ProcessElement
    public void process(
        @Element KV<String, Long> element,
        @StateId("bag") BagState<String> bag,
        OutputReceiver<String> out) {
      long length = 0;
      for (String one : bag.read()) {
        length += one.length();
      }
      bag.add("x".repeat(300_000));
      out.output(element.getKey() + " " + length);
    }
  }

  @Test
  void stateIsReadInPieces() throws Exception {
    runner.bundleSize = 1;
    pipeline
        .apply(
            Create.of(
                List.of(
                    KV.of("a", 1L),
                    KV.of("a", 2L),
                    KV.of("a", 3L),
                    KV.of("a", 4L),
                    KV.of("a", 5L),
                    KV.of("a", 6L),
                    KV.of("a", 7L),
                    KV.of("a", 8L),
                    KV.of("a", 9L))))
        .apply(ParDo.of(new Hoarding()))
        .apply(ParDo.of(collected));
    runner.run(pipeline);

    assertThat(collected.seen()).hasSize(9).contains("a 0", "a 300000", "a 2400000");
  }
}
