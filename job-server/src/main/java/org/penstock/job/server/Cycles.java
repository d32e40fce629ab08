package org.penstock.job.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Looks for cycles, without recursion: what is sent here may be of any depth. */
final class Cycles {
  private Cycles() {}

  private record Visit(String id, Iterator<String> next) {}

  /**
   * Walks along the edges from all nodes.
   *
   * @param what the nodes, as a message names them
   * @throws IllegalArgumentException if there is a cycle; the message names its nodes
   */
  static void refuse(
      String what,
      Collection<String> nodes,
      Function<String, ? extends Collection<String>> successors) {
    // False while the node is on the way, true when all behind it is known.
    Map<String, Boolean> done = new HashMap<>();
    for (String start : nodes) {
      if (done.containsKey(start)) {
        continue;
      }
      Deque<Visit> way = new ArrayDeque<>();
      enter(start, way, done, successors);
      while (!way.isEmpty()) {
        Visit here = way.element();
        if (!here.next().hasNext()) {
          done.put(here.id(), true);
          way.pop();
          continue;
        }
        String next = here.next().next();
        Boolean known = done.get(next);
        if (known == null) {
          enter(next, way, done, successors);
        } else if (!known) {
          throw new IllegalArgumentException(
              "The pipeline has a cycle through the "
                  + what
                  + " "
                  + String.join(" -> ", cycle(next, way))
                  + ".");
        }
      }
    }
  }

  private static void enter(
      String id,
      Deque<Visit> way,
      Map<String, Boolean> done,
      Function<String, ? extends Collection<String>> successors) {
    done.put(id, false);
    way.push(new Visit(id, List.copyOf(successors.apply(id)).iterator()));
  }

  private static List<String> cycle(String entry, Deque<Visit> way) {
    List<String> ids = new ArrayList<>();
    ids.add(entry);
    for (Visit visit : way) {
      ids.add(0, visit.id());
      if (visit.id().equals(entry)) {
        break;
      }
    }
    return ids;
  }
}
