package org.penstock.core.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.SideInput;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;

/**
 * Fuses transforms into stages. Greedy: a transform joins the stage that makes its main input
 * unless something forbids it.
 *
 * <p>What forbids it: the transform must be the root of a stage, it runs in another environment, or
 * one of its side inputs comes, over whatever way, out of the stage that it would join, which would
 * then wait for itself. See decision 1.
 */
final class StageFuser {
  private final List<Group> groups = new ArrayList<>();
  private final Map<String, Group> producers = new HashMap<>();

  private StageFuser() {}

  /**
   * Fuses the stage members among the nodes.
   *
   * @param ordered native transforms and stage members, producers before consumers
   * @return native transforms and stages, producers before consumers
   */
  static List<GraphNode> fuse(List<? extends GraphNode> ordered) {
    StageFuser fuser = new StageFuser();
    ordered.forEach(fuser::place);
    return TopologicalOrder.of(fuser.finish());
  }

  private void place(GraphNode node) {
    Group group = null;
    if (node instanceof StageMember member) {
      group = groupToJoin(member);
    }
    if (group == null) {
      group = new Group();
      groups.add(group);
    }
    group.nodes.add(node);
    for (String input : node.inputs()) {
      Group producer = producers.get(input);
      if (producer != null && producer != group) {
        producer.consumers.add(group);
      }
    }
    for (String output : node.outputs()) {
      producers.putIfAbsent(output, group);
    }
  }

  private @Nullable Group groupToJoin(StageMember member) {
    Group candidate = producers.get(member.input());
    if (member.root()
        || candidate == null
        || !(candidate.nodes.get(0) instanceof StageMember first)
        || !sameEnvironment(first, member)) {
      return null;
    }
    Set<Group> sideProducers = new HashSet<>();
    for (String sideInput : member.sideInputs().values()) {
      Group producer = producers.get(sideInput);
      if (producer != null) {
        sideProducers.add(producer);
      }
    }
    return reaches(candidate, sideProducers) ? null : candidate;
  }

  private static boolean sameEnvironment(StageMember one, StageMember other) {
    return one.node()
        .transform()
        .getEnvironmentId()
        .equals(other.node().transform().getEnvironmentId());
  }

  /** Whether one of the targets is the start, or waits for it over any number of groups. */
  private static boolean reaches(Group start, Set<Group> targets) {
    if (targets.isEmpty()) {
      return false;
    }
    Deque<Group> open = new ArrayDeque<>(List.of(start));
    Set<Group> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Group group = open.poll();
      if (targets.contains(group)) {
        return true;
      }
      for (Group consumer : group.consumers) {
        if (seen.add(consumer)) {
          open.add(consumer);
        }
      }
    }
    return false;
  }

  private List<GraphNode> finish() {
    Map<String, Set<Group>> readers = new HashMap<>();
    for (Group group : groups) {
      for (GraphNode node : group.nodes) {
        for (String input : node.inputs()) {
          readers.computeIfAbsent(input, key -> new HashSet<>()).add(group);
        }
      }
    }
    List<GraphNode> fused = new ArrayList<>();
    for (Group group : groups) {
      fused.add(
          group.nodes.get(0) instanceof StageMember root
              ? new FusedStage(stage(root, group, readers))
              : group.nodes.get(0));
    }
    return fused;
  }

  private static Stage stage(StageMember root, Group group, Map<String, Set<Group>> readers) {
    List<TransformNode> transforms = new ArrayList<>();
    Set<String> outputs = new LinkedHashSet<>();
    List<SideInput> sideInputs = new ArrayList<>();
    for (GraphNode node : group.nodes) {
      StageMember member = (StageMember) node;
      transforms.add(member.node());
      sideInputs.addAll(member.sideInputList());
      for (String output : member.outputs()) {
        if (readers.getOrDefault(output, Set.of()).stream().anyMatch(other -> other != group)) {
          outputs.add(output);
        }
      }
    }
    return new Stage(
        root.node(), root.input(), transforms, List.copyOf(outputs), sideInputs, root.keyed());
  }

  /** A native transform, or a stage as it grows. */
  private static final class Group {
    final List<GraphNode> nodes = new ArrayList<>();
    final Set<Group> consumers = new LinkedHashSet<>();
  }
}
