package org.penstock.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TopologicalOrderTest {
  @Test
  void producersComeBeforeConsumers() {
    Graph graph = new Graph().whole("source").parDo("a", "source").parDo("b", "a");
    List<GraphNode> reversed = new ArrayList<>(graph.nodes());
    Collections.reverse(reversed);

    assertThat(TopologicalOrder.of(reversed))
        .extracting(GraphNode::name)
        .containsExactly("source", "a", "b");
  }

  @Test
  void whatNothingMakesIsNamed() {
    Graph graph = new Graph().parDo("reader", "nowhere");

    assertThatThrownBy(() -> TopologicalOrder.of(graph.nodes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reader reads the PCollection nowhere, which no transform makes");
  }

  @Test
  void aCycleIsNamed() {
    Graph graph = new Graph().whole("source").whole("a", "b", "source").whole("b", "a");

    assertThatThrownBy(() -> TopologicalOrder.of(graph.nodes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The pipeline has a cycle through a, b");
  }

  @Test
  void twoMakersOfOnePCollectionAreNamed() {
    Graph graph = new Graph().whole("a").whole("a");

    assertThatThrownBy(() -> TopologicalOrder.of(graph.nodes()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is made by both a and a");
  }
}
