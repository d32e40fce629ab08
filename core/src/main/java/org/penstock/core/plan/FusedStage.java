package org.penstock.core.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.penstock.spi.Stage;

/** A stage as a node of the graph. */
record FusedStage(Stage stage) implements GraphNode {
  @Override
  public Collection<String> inputs() {
    List<String> inputs = new ArrayList<>();
    inputs.add(stage.input());
    inputs.addAll(stage.sideInputCollections());
    return inputs;
  }

  @Override
  public Collection<String> outputs() {
    return stage.outputs();
  }

  @Override
  public String name() {
    return stage.root().name();
  }
}
