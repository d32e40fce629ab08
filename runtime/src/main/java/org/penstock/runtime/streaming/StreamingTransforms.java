package org.penstock.runtime.streaming;

import java.util.List;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.runtime.ComponentsReader;
import org.penstock.runtime.CreateViewTranslator;
import org.penstock.runtime.ReshuffleTranslator;
import org.penstock.spi.TransformTranslator;

/** The transforms that every streaming path translates alike, for they run no user code. */
public final class StreamingTransforms {
  private StreamingTransforms() {}

  /**
   * The translators of {@code Impulse}, {@code TestStream}, {@code Flatten}, {@code GroupByKey},
   * the making of views, and the three kinds of reshuffles.
   *
   * @param reader how the path reads coders; that of all its translators, for they share one {@link
   *     StreamingGraph}
   */
  public static List<TransformTranslator> common(ComponentsReader reader) {
    return List.of(
        new ImpulseTranslator(reader),
        new TestStreamTranslator(reader),
        new FlattenTranslator(reader),
        new GroupByKeyTranslator(reader),
        new CreateViewTranslator(),
        new ReshuffleTranslator(PTransformTranslation.RESHUFFLE_URN, reader),
        new ReshuffleTranslator(PTransformTranslation.REDISTRIBUTE_BY_KEY_URN, reader),
        new ReshuffleTranslator(PTransformTranslation.REDISTRIBUTE_ARBITRARILY_URN, reader));
  }
}
