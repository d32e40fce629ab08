package org.penstock.runtime.batch;

import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.runtime.ComponentsReader;
import org.penstock.runtime.FixedSource;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code Impulse}: one empty byte array. */
record ImpulseTranslator(ComponentsReader reader) implements TransformTranslator {
  @Override
  public String urn() {
    return PTransformTranslation.IMPULSE_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    BoundedReads.add(node, new FixedSource(1), context, BatchGraph.of(context, reader));
    context.explain(node, "source of one element");
  }
}
