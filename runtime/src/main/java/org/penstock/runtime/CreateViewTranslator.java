package org.penstock.runtime;

import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/**
 * {@code CreatePCollectionView}: nothing to do, for whoever reads the view reads the PCollection
 * that it was made from.
 */
public final class CreateViewTranslator implements TransformTranslator {
  /** The only kind. */
  public CreateViewTranslator() {}

  @Override
  @SuppressWarnings("deprecation") // Java pipelines still contain it
  public String urn() {
    return PTransformTranslation.CREATE_VIEW_TRANSFORM_URN;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    String input = Nodes.onlyInput(node);
    for (String output : node.transform().getOutputsMap().values()) {
      if (!output.equals(input)) {
        context.produce(output, context.stream(input));
      }
    }
    context.explain(node, "broadcast to its readers");
  }
}
