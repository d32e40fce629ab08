package org.penstock.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PipelineRefusedException;
import org.penstock.spi.TranslationPath;

final class PathChoiceTest {
  private static final PipelineProfile BOUNDED_JAVA = new PipelineProfile(List.of(), List.of());
  private static final PipelineProfile UNBOUNDED_JAVA =
      new PipelineProfile(List.of("Read.out"), List.of());
  private static final PipelineProfile BOUNDED_PYTHON =
      new PipelineProfile(List.of(), List.of("py (beam:env:docker:v1)"));

  private final PenstockPipelineOptions options =
      PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);

  @Test
  void boundedJavaIsClassicBatch() {
    PathChoice choice = PathChoice.of(BOUNDED_JAVA, UserCode.HERE, options);

    assertThat(choice.path()).isEqualTo(TranslationPath.CLASSIC_BATCH);
    assertThat(choice.reasons())
        .containsExactly(
            "All user code is Java, so it runs in the Flink task (classic).",
            "Every PCollection is bounded (batch).");
  }

  @Test
  void unboundedIsStreaming() {
    PathChoice choice = PathChoice.of(UNBOUNDED_JAVA, UserCode.HERE, options);

    assertThat(choice.path()).isEqualTo(TranslationPath.CLASSIC_STREAMING);
    assertThat(choice.reasons()).contains("Read.out is unbounded (streaming).");
  }

  @Test
  void anotherLanguageIsPortable() {
    PathChoice choice = PathChoice.of(BOUNDED_PYTHON, UserCode.HERE, options);

    assertThat(choice.path()).isEqualTo(TranslationPath.PORTABLE_BATCH);
    assertThat(choice.reasons().get(0)).contains("py (beam:env:docker:v1)");
  }

  @Test
  void javaFromElsewhereIsPortable() {
    PathChoice choice = PathChoice.of(UNBOUNDED_JAVA, UserCode.IN_WORKERS, options);

    assertThat(choice.path()).isEqualTo(TranslationPath.PORTABLE_STREAMING);
    assertThat(choice.reasons().get(0)).contains("built elsewhere");
  }

  @Test
  void streamingCanBeAskedFor() {
    options.setStreaming(true);

    assertThat(PathChoice.of(BOUNDED_JAVA, UserCode.HERE, options).path())
        .isEqualTo(TranslationPath.CLASSIC_STREAMING);
  }

  @Test
  void aPathCanBeAskedFor() {
    options.setPath("portable-streaming");

    PathChoice choice = PathChoice.of(BOUNDED_JAVA, UserCode.HERE, options);

    assertThat(choice.path()).isEqualTo(TranslationPath.PORTABLE_STREAMING);
    assertThat(choice.reasons()).containsExactly("The option --path asks for it.");
  }

  @Test
  void anUnknownPathIsAnsweredWithTheKnownOnes() {
    options.setPath("foo");

    assertThatThrownBy(() -> PathChoice.of(BOUNDED_JAVA, UserCode.HERE, options))
        .isInstanceOf(PipelineRefusedException.class)
        .hasMessage(
            "There is no path called foo. --path takes one of classic-batch, classic-streaming,"
                + " portable-batch, portable-streaming.");
  }

  @Test
  void aBatchPathIsRefusedToAnUnboundedPipeline() {
    options.setPath("classic-batch");

    assertThatThrownBy(() -> PathChoice.of(UNBOUNDED_JAVA, UserCode.HERE, options))
        .isInstanceOf(PipelineRefusedException.class)
        .hasMessageContaining("Read.out is unbounded")
        .hasMessageContaining("Use --path=classic-streaming");
  }

  @Test
  void aClassicPathIsRefusedToOtherLanguages() {
    options.setPath("classic-batch");

    assertThatThrownBy(() -> PathChoice.of(BOUNDED_PYTHON, UserCode.HERE, options))
        .isInstanceOf(PipelineRefusedException.class)
        .hasMessageContaining("Use --path=portable-batch");
  }
}
