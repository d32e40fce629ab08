package org.penstock.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.penstock.spi.Spi;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslatorPlugin;
import org.penstock.spi.TranslationContext;
import org.penstock.spi.TranslationPath;

/** A plugin that claims a URN, and can translate impulses. */
record TinyTransform(String name, String urn, Set<TranslationPath> paths, Optional<String> answer)
    implements TransformTranslatorPlugin {

  TinyTransform(String name, String urn) {
    this(name, urn, Set.of(TranslationPath.CLASSIC_BATCH), Optional.empty());
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public Optional<String> refusal(TransformNode node, TranslationContext context) {
    return answer;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    if (!node.urn().equals(PTransformTranslation.IMPULSE_TRANSFORM_URN)) {
      throw new IllegalArgumentException("acme knows impulses only");
    }
    context.produce(
        node.transform().getOutputsMap().values().iterator().next(),
        context
            .environment()
            .fromData(List.<Object>of(new byte[0]), TypeInformation.of(Object.class)));
    context.explain(node, "acme operator");
  }
}
