package org.penstock.classic.batch;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;

/** Side inputs of more bytes than one may keep on the heap, in the forms that users read. */
final class LargeSideInputTest {
  private static final long PAIRS = 100_000;
  private static final int KEYS = 1000;
  private static final String PADDING = "x".repeat(200);

  private static PCollection<KV<Long, String>> pairs(Pipeline pipeline) {
    String padding = PADDING;
    return pipeline
        .apply("Numbers", GenerateSequence.from(0).to(PAIRS))
        .apply(
            MapElements.into(
                    TypeDescriptors.kvs(TypeDescriptors.longs(), TypeDescriptors.strings()))
                .via(number -> KV.of(number % KEYS, number + padding)));
  }

  @Test
  void aMultimapIsReadByKeyAndAnIterableTwice() {
    Pipeline pipeline = Runs.pipeline();
    PCollection<KV<Long, String>> pairs = pairs(pipeline);
    PCollectionView<Map<Long, Iterable<String>>> multimap = pairs.apply(View.asMultimap());
    PCollectionView<Iterable<KV<Long, String>>> iterable = pairs.apply(View.asIterable());

    PAssert.that(
            pipeline
                .apply("Asked", Create.of(7L, 999L, 5000L))
                .apply(ParDo.of(new LookUp(multimap, iterable)).withSideInputs(multimap, iterable)))
        .containsInAnyOrder(
            List.of(
                "7: 100 of 100000 and 100000",
                "999: 100 of 100000 and 100000",
                "5000: 0 of 100000 and 100000"));
    pipeline.run();
  }

  static final class LookUp extends DoFn<Long, String> {
    private final PCollectionView<Map<Long, Iterable<String>>> multimap;
    private final PCollectionView<Iterable<KV<Long, String>>> iterable;

    LookUp(
        PCollectionView<Map<Long, Iterable<String>>> multimap,
        PCollectionView<Iterable<KV<Long, String>>> iterable) {
      this.multimap = multimap;
      this.iterable = iterable;
    }

    @ProcessElement
    public void process(ProcessContext c) {
      long key = c.element();
      int found = 0;
      Iterable<String> values = c.sideInput(multimap).get(key);
      for (String value : values == null ? List.<String>of() : values) {
        if (Long.parseLong(value.substring(0, value.indexOf('x'))) % KEYS == key) {
          found++;
        }
      }
      c.output(key + ": " + found + " of " + count(c) + " and " + count(c));
    }

    private int count(ProcessContext c) {
      int count = 0;
      for (KV<Long, String> pair : c.sideInput(iterable)) {
        count += pair.getValue().endsWith(PADDING) ? 1 : 0;
      }
      return count;
    }
  }
}
