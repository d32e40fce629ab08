package org.penstock.runtime.batch;

import java.util.List;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.runtime.ComponentsReader;
import org.penstock.runtime.CreateViewTranslator;
import org.penstock.runtime.ReshuffleTranslator;
import org.penstock.spi.TransformTranslator;

/** The transforms that every batch path translates alike. */
public final class BatchTransforms {
  private BatchTransforms() {}

  /**
   * Translators for {@code Impulse}, {@code Flatten}, {@code GroupByKey}, {@code
   * CreatePCollectionView}, {@code Reshuffle} and the two kinds of {@code Redistribute}.
   *
   * @param reader how the path reads coders and windowing strategies; that of its {@link
   *     BatchGraph}
   */
  public static List<TransformTranslator> common(ComponentsReader reader) {
    return List.of(
        new ImpulseTranslator(reader),
        new FlattenTranslator(reader),
        new GroupByKeyTranslator(reader),
        new CreateViewTranslator(),
        new ReshuffleTranslator(PTransformTranslation.RESHUFFLE_URN, reader),
        new ReshuffleTranslator(PTransformTranslation.REDISTRIBUTE_BY_KEY_URN, reader),
        new ReshuffleTranslator(PTransformTranslation.REDISTRIBUTE_ARBITRARILY_URN, reader));
  }
}
