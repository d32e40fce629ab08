package org.penstock.spi;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.Configuration;

/**
 * One translation path: a table of translators, and the way to run a stage.
 *
 * <p>The runner walks the pipeline from the roots. A transform whose URN is in {@link #transforms}
 * is translated as a whole and its parts are not visited; one whose URN is in {@link #stageUrns} is
 * fused with its neighbours into a {@link Stage}; any other composite falls apart into its parts.
 */
public interface PipelineTranslator extends Plugin {
  /** The path that this plugin provides. */
  TranslationPath path();

  /** The path's table: at most one translator for each URN. */
  Collection<? extends TransformTranslator> transforms();

  /** The URNs of the primitive transforms that this path runs inside a stage. */
  Set<String> stageUrns();

  /**
   * The pipeline in the form that this path translates: a composite replaced by parts that run
   * better here, for example. Called before anything else of the translation.
   *
   * @param pipeline the pipeline as it was submitted
   * @return an equivalent pipeline; by default the same one
   * @throws IllegalArgumentException if a payload is broken
   */
  default RunnerApi.Pipeline prepare(RunnerApi.Pipeline pipeline) {
    return pipeline;
  }

  /**
   * Whether an element may have to wait for a side input. A transform with side inputs is then
   * always the root of its stage, so that what waits is the stage's input.
   */
  default boolean waitsForSideInputs() {
    return false;
  }

  /**
   * Why this path cannot run that transform inside a stage, or empty where it can. Asked for every
   * such transform before anything is translated.
   */
  default Optional<String> stageRefusal(TransformNode node, TranslationContext context) {
    return Optional.empty();
  }

  /**
   * Adds the operator of a stage, and gives a stream to each of {@link Stage#outputs()}.
   *
   * @throws IllegalArgumentException if a payload in the stage is broken
   */
  void translateStage(Stage stage, TranslationContext context);

  /**
   * Sets what this path needs of Flink, such as the execution mode, on the configuration that the
   * environment is made from. The user's own settings are in it already and win where this does not
   * overwrite them.
   *
   * @param components the components of the pipeline that is about to be translated
   */
  void configure(
      Configuration configuration, PipelineOptions options, RunnerApi.Components components);
}
