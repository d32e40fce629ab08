package org.penstock.spi;

import java.util.Optional;

/**
 * Translates the transforms of one URN to Flink operators.
 *
 * <p>A path brings a table of these. A plugin may add one, or replace one of a path's, by providing
 * it as a service ({@link TransformTranslatorPlugin}).
 *
 * <p>A translator is stateless; what travels to a task is a record of its own.
 */
public interface TransformTranslator {
  /** The URN of the transforms that this translates. Never null or blank. */
  String urn();

  /**
   * Why this translator cannot take that transform, or empty where it can. Asked for every
   * transform before anything is translated, so that all that is unsupported is told at once.
   *
   * @return one sentence without the transform's name, such as {@code its key coder is not
   *     deterministic}
   */
  default Optional<String> refusal(TransformNode node, TranslationContext context) {
    return Optional.empty();
  }

  /**
   * Adds operators for the transform: reads the inputs by {@link TranslationContext#stream} and
   * gives a stream to each output by {@link TranslationContext#produce}.
   *
   * @throws IllegalArgumentException if the transform's payload is broken; the message says what
   *     was expected and found
   */
  void translate(TransformNode node, TranslationContext context);
}
