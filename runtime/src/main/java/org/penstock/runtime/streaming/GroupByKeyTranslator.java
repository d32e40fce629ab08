package org.penstock.runtime.streaming;

import org.apache.beam.runners.core.SystemReduceFn;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.runtime.ComponentsReader;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code GroupByKey}. */
final class GroupByKeyTranslator implements TransformTranslator {
  private final ComponentsReader reader;

  GroupByKeyTranslator(ComponentsReader reader) {
    this.reader = reader;
  }

  @Override
  public String urn() {
    return PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    Shuffle shuffle = new Shuffle(node, StreamingGraph.of(context, reader));
    Coder<Object> values = shuffle.valueCoder();
    GroupSpec<Object, Object, Iterable<Object>> spec =
        shuffle.spec(() -> SystemReduceFn.buffering(values));
    if (FinalPanes.suit(spec.windowing())) {
      shuffle.windowed(spec);
      context.explain(node, "windowed grouping");
    } else {
      shuffle.triggered(spec);
      context.explain(node, "triggered grouping");
    }
  }
}
