package org.penstock.example.plugin;

import java.util.Optional;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.penstock.spi.Spi;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslatorPlugin;
import org.penstock.spi.TranslationContext;
import org.penstock.spi.TranslationPath;

/**
 * {@code Redistribute.arbitrarily} by Flink's {@code rescale}: a task hands its elements to a few
 * tasks near by, in turn, instead of to all tasks of the cluster.
 */
public final class LocalRedistribution implements TransformTranslatorPlugin {
  /** For {@code ServiceLoader}. */
  public LocalRedistribution() {}

  @Override
  public String name() {
    return "local-redistribution";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public String urn() {
    return "beam:transform:redistribute_arbitrarily:v1";
  }

  @Override
  public Set<TranslationPath> paths() {
    return Set.of(TranslationPath.CLASSIC_BATCH);
  }

  @Override
  public Optional<String> refusal(TransformNode node, TranslationContext context) {
    int inputs = node.transform().getInputsCount();
    return inputs == 1
        ? Optional.empty()
        : Optional.of("it has " + inputs + " inputs, and this translation takes one");
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    String input = node.transform().getInputsMap().values().iterator().next();
    String output = node.transform().getOutputsMap().values().iterator().next();
    DataStream<Object> elements = context.stream(input);
    context.produce(output, elements.rescale());
    context.explain(node, "local redistribution");
  }
}
