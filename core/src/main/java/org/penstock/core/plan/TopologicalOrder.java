package org.penstock.core.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Orders nodes so that what makes a PCollection comes before what reads it. */
final class TopologicalOrder {
  private TopologicalOrder() {}

  /**
   * The nodes in order; among those that are free, the order given is kept.
   *
   * @throws IllegalArgumentException if something is read that nothing makes, is made twice, or the
   *     nodes wait for each other
   */
  static <T extends GraphNode> List<T> of(Collection<? extends T> nodes) {
    Map<String, T> producers = producers(nodes);
    // By identity: the equality of nodes would compare whole payloads.
    IdentityHashMap<T, Set<T>> waitsFor = new IdentityHashMap<>();
    IdentityHashMap<T, List<T>> consumers = new IdentityHashMap<>();
    Deque<T> free = new ArrayDeque<>();
    for (T node : nodes) {
      Set<T> needed = Collections.newSetFromMap(new IdentityHashMap<>());
      for (String input : node.inputs()) {
        needed.add(producerOf(input, node, producers));
      }
      needed.forEach(one -> consumers.computeIfAbsent(one, key -> new ArrayList<>()).add(node));
      waitsFor.put(node, needed);
      if (needed.isEmpty()) {
        free.add(node);
      }
    }
    List<T> ordered = new ArrayList<>();
    while (!free.isEmpty()) {
      T next = free.poll();
      ordered.add(next);
      for (T consumer : consumers.getOrDefault(next, List.of())) {
        Set<T> needed = waitsFor.getOrDefault(consumer, Set.of());
        needed.remove(next);
        if (needed.isEmpty()) {
          free.add(consumer);
        }
      }
    }
    if (ordered.size() < nodes.size()) {
      throw new IllegalArgumentException(
          "The pipeline has a cycle through "
              + waitsFor.entrySet().stream()
                  .filter(entry -> !entry.getValue().isEmpty())
                  .map(Map.Entry::getKey)
                  .map(GraphNode::name)
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
    return ordered;
  }

  private static <T extends GraphNode> Map<String, T> producers(Collection<? extends T> nodes) {
    Map<String, T> producers = new HashMap<>();
    for (T node : nodes) {
      for (String output : node.outputs()) {
        // A composite may hand on what it was given.
        if (node.inputs().contains(output)) {
          continue;
        }
        T other = producers.putIfAbsent(output, node);
        if (other != null && other != node) {
          throw new IllegalArgumentException(
              String.format(
                  "The PCollection %s is made by both %s and %s",
                  output, other.name(), node.name()));
        }
      }
    }
    return producers;
  }

  private static <T extends GraphNode> T producerOf(
      String input, T reader, Map<String, T> producers) {
    T producer = producers.get(input);
    if (producer == null) {
      throw new IllegalArgumentException(
          String.format(
              "%s reads the PCollection %s, which no transform makes", reader.name(), input));
    }
    return producer;
  }
}
