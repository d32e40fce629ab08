package org.penstock.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.penstock.spi.Plugin;
import org.penstock.spi.TranslationPath;

final class ExplanationTest {
  private final PenstockPipelineOptions options = options();

  private static PenstockPipelineOptions options() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    return options;
  }

  private Explanation explain(Pipeline pipeline, Plugin... plugins) {
    return PenstockRunner.of(options, PluginCatalog.of(List.of(plugins))).explain(pipeline);
  }

  private Pipeline numbers() {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Start", Impulse.create())
        .apply("Numbers", ParDo.of(new Doing.Numbers(3)))
        .apply("Check", ParDo.of(new Doing.Failing(false)));
    return pipeline;
  }

  @Test
  void tellsPathOperatorsAndPlan() {
    Explanation explanation = explain(numbers(), new TinyPath());

    assertThat(explanation.path()).isEqualTo(TranslationPath.CLASSIC_BATCH);
    assertThat(explanation.unsupported()).isEmpty();
    assertThat(explanation.entries())
        .containsExactly(
            new Explanation.Entry(
                "Start", PTransformTranslation.IMPULSE_TRANSFORM_URN, "one element", "tiny-batch"),
            new Explanation.Entry(
                "Numbers/ParMultiDo(Numbers)",
                PTransformTranslation.PAR_DO_TRANSFORM_URN,
                "tiny stage",
                "tiny-batch"),
            new Explanation.Entry(
                "Check/ParMultiDo(Failing)",
                PTransformTranslation.PAR_DO_TRANSFORM_URN,
                "in the stage of Numbers/ParMultiDo(Numbers)",
                "tiny-batch"));
    assertThat(explanation.flinkPlan()).contains("\"nodes\"", "Numbers/ParMultiDo(Numbers)");
  }

  @Test
  void textHasAlignedColumns() {
    List<String> lines = explain(numbers(), new TinyPath()).toText().lines().toList();

    assertThat(lines.get(0)).isEqualTo("Path: classic-batch");
    int urn = lines.get(4).indexOf("URN");
    assertThat(lines.subList(5, 8)).allMatch(line -> line.startsWith("beam:transform:", urn));
  }

  @Test
  void allThatIsUnsupportedIsListed() {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Values", Create.of(KV.of("a", 1), KV.of("b", 2)))
        .apply("Group", GroupByKey.create());

    Explanation explanation = explain(pipeline, new TinyPath());

    assertThat(explanation.entries()).isEmpty();
    assertThat(explanation.flinkPlan()).isEmpty();
    assertThat(explanation.unsupported())
        .extracting(Unsupported::urn)
        .containsExactly(
            "beam:transform:read:v1", PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN);
    assertThat(explanation.toText())
        .contains(
            "Group (beam:transform:group_by_key:v1): No plugin for the path classic-batch"
                + " translates this URN.");
  }

  @Test
  void whatIsUnsupportedIsRefusedWithThePluginsPresent() {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Values", Create.of(KV.of("a", 1), KV.of("b", 2)))
        .apply("Group", GroupByKey.create());
    PenstockRunner runner = PenstockRunner.of(options, PluginCatalog.of(List.of(new TinyPath())));

    assertThatThrownBy(() -> runner.run(pipeline))
        .isInstanceOfSatisfying(
            PipelineRefusedException.class, e -> assertThat(e.unsupported()).hasSize(2))
        .hasMessageStartingWith("This pipeline cannot be run, for 2 reason(s):")
        .hasMessageContaining("\n  Values/Read")
        .hasMessageContaining("\n  Group (beam:transform:group_by_key:v1)")
        .hasMessageEndingWith("Plugins present: tiny-batch.");
  }

  @Test
  void aCompositeThatHandsOnItsInputIsNothing() {
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Impulse.create()).apply("Same", new Same());

    assertThat(explain(pipeline, new TinyPath()).unsupported()).isEmpty();
  }

  @Test
  void aPluginGoesBeforeThePathsOwnTable() {
    TinyTransform plugin =
        new TinyTransform("acme-impulse", PTransformTranslation.IMPULSE_TRANSFORM_URN);

    Explanation explanation = explain(numbers(), new TinyPath(), plugin);

    assertThat(explanation.entries().get(0).plugin()).isEqualTo("acme-impulse");
    assertThat(explanation.entries().get(0).operator()).isEqualTo("acme operator");
  }

  @Test
  void aPluginForAnotherPathIsNotAsked() {
    TinyTransform plugin =
        new TinyTransform(
            "acme-impulse",
            PTransformTranslation.IMPULSE_TRANSFORM_URN,
            Set.of(TranslationPath.CLASSIC_STREAMING),
            Optional.empty());

    assertThat(explain(numbers(), new TinyPath(), plugin).entries().get(0).plugin())
        .isEqualTo("tiny-batch");
  }

  @Test
  void aRefusalIsListed() {
    TinyTransform plugin =
        new TinyTransform(
            "acme-impulse",
            PTransformTranslation.IMPULSE_TRANSFORM_URN,
            Set.of(TranslationPath.CLASSIC_BATCH),
            Optional.of("it is Monday"));

    assertThat(explain(numbers(), new TinyPath(), plugin).unsupported())
        .containsExactly(
            new Unsupported("Start", PTransformTranslation.IMPULSE_TRANSFORM_URN, "it is Monday"));
  }

  @Test
  void twoPluginsForATransformThatIsNeededAreBothNamed() {
    String urn = PTransformTranslation.IMPULSE_TRANSFORM_URN;

    Explanation explanation =
        explain(
            numbers(),
            new TinyPath(),
            new TinyTransform("one", urn),
            new TinyTransform("two", urn));

    assertThat(explanation.unsupported())
        .singleElement()
        .satisfies(
            conflict -> {
              assertThat(conflict.transform()).isEqualTo("Start");
              assertThat(conflict.reason())
                  .startsWith("More than one plugin claims the transform " + urn)
                  .contains("one (", "two (");
            });
  }

  @Test
  void twoPluginsForATransformThatIsNotNeededDoNoHarm() {
    String urn = PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN;

    Explanation explanation =
        explain(
            numbers(),
            new TinyPath(),
            new TinyTransform("one", urn),
            new TinyTransform("two", urn));

    assertThat(explanation.unsupported()).isEmpty();
  }

  @Test
  void aTranslatorThatFailsIsNamed() {
    TinyTransform plugin =
        new TinyTransform("acme-flatten", PTransformTranslation.PAR_DO_TRANSFORM_URN);

    assertThatThrownBy(() -> explain(numbers(), new TinyPath(), plugin))
        .isInstanceOf(PipelineRefusedException.class)
        .hasMessageStartingWith(
            "The plugin acme-flatten cannot translate Numbers/ParMultiDo(Numbers): ")
        .hasMessageContaining("acme knows impulses only");
  }

  private static final class Same extends PTransform<PCollection<byte[]>, PCollection<byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public PCollection<byte[]> expand(PCollection<byte[]> input) {
      return input;
    }
  }
}
