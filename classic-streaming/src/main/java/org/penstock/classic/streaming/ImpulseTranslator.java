package org.penstock.classic.streaming;

import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.runtime.FixedSource;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.source.StreamingReadSource;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/** {@code Impulse}: one empty byte array. */
final class ImpulseTranslator implements TransformTranslator {
  @Override
  public String urn() {
    return PTransformTranslation.IMPULSE_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    String output = Nodes.onlyOutput(node);
    context.produce(
        output,
        Reads.<byte[]>add(
            node,
            output,
            settings -> StreamingReadSource.bounded(new FixedSource(1), settings),
            context));
    context.explain(node, "source of one element");
  }
}
