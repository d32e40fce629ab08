package org.penstock.core.plan;

import java.util.Collection;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;

/**
 * A transform that is translated as a whole.
 *
 * @param node the transform
 * @param translator what translates it
 * @param plugin the name of the plugin that the translator comes from
 */
record NativeTransform(TransformNode node, TransformTranslator translator, String plugin)
    implements GraphNode {
  @Override
  public Collection<String> inputs() {
    return node.transform().getInputsMap().values();
  }

  @Override
  public Collection<String> outputs() {
    return node.transform().getOutputsMap().values();
  }

  @Override
  public String name() {
    return node.name();
  }
}
