package org.penstock.portable.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups that do not go to the worker as a whole. */
@Timeout(120)
final class KeptGroupsTest {
  private static final String KILOBYTE = "x".repeat(1 << 10);

  private final KeptGroups groups = new KeptGroups(200 << 10);
  private final Coder<Iterable<String>> coder = groups.coder(StringUtf8Coder.of());

  private static List<String> values(int count) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(i + KILOBYTE);
    }
    return values;
  }

  private byte[] encode(List<String> group) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    coder.encode(group, out);
    return out.toByteArray();
  }

  @Test
  void smallGroupsGoAsAWhole() throws Exception {
    for (int count : List.of(0, 1, 10, 63, 64, 65, 150)) {
      List<String> group = values(count);

      Iterable<String> read =
          CoderUtils.decodeFromByteArray(IterableCoder.of(StringUtf8Coder.of()), encode(group));

      assertThat(read).containsExactlyElementsOf(group);
      assertThat(groups.isEmpty()).isTrue();
    }
  }

  @Test
  void ofALargeGroupTheFirstValuesGo() throws Exception {
    List<String> group = values(1000);

    byte[] encoded = encode(group);

    assertThat(encoded).hasSizeBetween(200 << 10, 300 << 10);
    assertThat(groups.isEmpty()).isFalse();
    String text = new String(encoded, StandardCharsets.ISO_8859_1);
    ByteString token = ByteString.copyFromUtf8(text.substring(text.lastIndexOf("group-")));
    for (int time = 0; time < 2; time++) {
      List<String> rest = new ArrayList<>();
      Iterator<ByteString> values = groups.open(token);
      while (values.hasNext()) {
        rest.add(StringUtf8Coder.of().decode(values.next().newInput()));
      }
      assertThat(rest)
          .hasSizeBetween(700, 820)
          .containsExactlyElementsOf(group.subList(1000 - rest.size(), 1000));
    }

    groups.clear();
    assertThatThrownBy(() -> groups.open(token)).isInstanceOf(IOException.class);
  }

  static final class Twice extends DoFn<KV<String, Iterable<String>>, String> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> group, OutputReceiver<String> out) {
      out.output(group.getKey() + kind(group) + count(group) + count(group));
    }

    private static String kind(KV<String, Iterable<String>> group) {
      return group.getValue().getClass().getSimpleName().equals("StateBackedIterable")
          ? " read "
          : " sent ";
    }

    private static String count(KV<String, Iterable<String>> group) {
      int count = 0;
      for (String value : group.getValue()) {
        if (!value.equals(count + KILOBYTE)) {
          return " wrong at " + count;
        }
        count++;
      }
      return " " + count;
    }
  }

  @Test
  void aWorkerReadsALargeGroupAsOftenAsItLikes() throws Exception {
    MiniRunner runner = new MiniRunner();
    Collected<String> counts = new Collected<>();
    var pipeline = runner.pipeline();
    List<KV<String, String>> elements = new ArrayList<>();
    values(3000).forEach(value -> elements.add(KV.of("large", value)));
    values(2100).forEach(value -> elements.add(KV.of("also", value)));
    values(100).forEach(value -> elements.add(KV.of("small", value)));
    pipeline
        .apply(Create.of(elements))
        .apply(GroupByKey.create())
        .apply(ParDo.of(new Twice()))
        .apply(ParDo.of(counts));

    runner.run(pipeline);

    assertThat(counts.seen())
        .containsExactlyInAnyOrder(
            "large read  3000 3000", "also read  2100 2100", "small sent  100 100");
  }

  /** As an SDK that does not know of such groups. */
  @Test
  void aWorkerThatCannotAskGetsAll() throws Exception {
    MiniRunner runner = new MiniRunner();
    Collected<String> counts = new Collected<>();
    var pipeline = runner.pipeline();
    List<KV<String, String>> elements = new ArrayList<>();
    values(2000).forEach(value -> elements.add(KV.of("large", value)));
    pipeline
        .apply(Create.of(elements))
        .apply(GroupByKey.create())
        .apply(ParDo.of(new Twice()))
        .apply(ParDo.of(counts));
    var proto = runner.proto(pipeline);
    var environment =
        proto.getComponents().getEnvironmentsMap().values().iterator().next().toBuilder();
    List<String> less = new ArrayList<>(environment.getCapabilitiesList());
    assertThat(less.remove(StateBackedInput.CAPABILITY)).isTrue();

    runner.run(
        MiniRunner.in(environment.clearCapabilities().addAllCapabilities(less).build(), proto));

    assertThat(counts.seen()).containsExactly("large sent  2000 2000");
  }
}
