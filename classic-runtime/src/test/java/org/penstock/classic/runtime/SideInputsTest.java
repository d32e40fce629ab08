package org.penstock.classic.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;
import org.penstock.spi.StepException;

final class SideInputsTest {
  private final Pipeline pipeline = Input.pipeline();
  private final PCollection<String> input = pipeline.apply(Input.of(StringUtf8Coder.of()));
  private final PCollection<Integer> numbers =
      pipeline.apply("Numbers", Input.of(VarIntCoder.of()));
  private final PCollection<KV<String, Integer>> pairs =
      pipeline.apply("Pairs", Input.of(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())));

  /** Outputs what a view shows as text. */
  static final class Show extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<?> view;

    Show(PCollectionView<?> view) {
      this.view = view;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Object shown = context.sideInput(view);
      context.output(context.element() + shown(shown));
    }

    private static String shown(Object view) {
      if (view instanceof Map<?, ?> map) {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(key.toString(), shown(value)));
        return sorted.toString();
      }
      if (view instanceof Iterable<?> values) {
        StringBuilder all = new StringBuilder("<");
        values.forEach(value -> all.append(value).append(';'));
        return all.append('>').toString();
      }
      return view.toString();
    }
  }

  private List<Object> show(PCollectionView<?> view, Object... sideInput) {
    PCollection<String> output = input.apply("Show", ParDo.of(new Show(view)).withSideInputs(view));
    try (StageRun run = StageRun.of(pipeline)) {
      run.sideInput(sideInput);
      run.bundle("a", "b");
      return run.values(output);
    }
  }

  @Test
  void singleton() {
    assertThat(show(numbers.apply(View.asSingleton()), 7)).containsExactly("a7", "b7");
  }

  @Test
  void singletonWithADefault() {
    assertThat(show(numbers.apply(View.<Integer>asSingleton().withDefaultValue(3))))
        .containsExactly("a3", "b3");
  }

  @Test
  void emptySingleton() {
    assertThatThrownBy(() -> show(numbers.apply(View.asSingleton())))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("Show");
  }

  @Test
  void iterable() {
    assertThat(show(numbers.apply(View.asIterable()), 7, 8)).containsExactly("a<7;8;>", "b<7;8;>");
  }

  @Test
  void list() {
    assertThat(show(numbers.apply(View.asList()), 7, 8)).containsExactly("a<7;8;>", "b<7;8;>");
  }

  @Test
  void map() {
    assertThat(show(pairs.apply(View.asMap()), KV.of("x", 1), KV.of("y", 2)))
        .containsExactly("a{x=1, y=2}", "b{x=1, y=2}");
  }

  @Test
  void multimap() {
    assertThat(show(pairs.apply(View.asMultimap()), KV.of("x", 1), KV.of("x", 2)))
        .containsExactly("a{x=<1;2;>}", "b{x=<1;2;>}");
  }

  @Test
  void aViewThatWasNotDeclaredIsAnError() {
    PCollectionView<Integer> view = numbers.apply(View.asSingleton());
    input.apply("Show", ParDo.of(new Show(view)));
    try (StageRun run = StageRun.of(pipeline)) {
      assertThatThrownBy(() -> run.bundle("a"))
          .isInstanceOf(StepException.class)
          .hasMessageContaining("withSideInputs");
    }
  }
}
