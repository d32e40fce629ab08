package org.penstock.runtime.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A heap of what is merged. It differs from the JDK's in that comparing may read files, and in that
 * the first element can move on in place, which is what a merge does all the time.
 */
final class MergeHeap<T> {

  /** Says which of two elements comes first. */
  @FunctionalInterface
  interface Order<T> {
    boolean less(T left, T right) throws IOException;
  }

  private final Order<T> order;
  private final List<T> elements = new ArrayList<>();

  MergeHeap(Order<T> order) {
    this.order = order;
  }

  boolean isEmpty() {
    return elements.isEmpty();
  }

  T first() {
    return elements.get(0);
  }

  void add(T element) throws IOException {
    int at = elements.size();
    elements.add(element);
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      T above = elements.get(parent);
      if (!order.less(element, above)) {
        break;
      }
      elements.set(at, above);
      at = parent;
    }
    elements.set(at, element);
  }

  void removeFirst() throws IOException {
    T last = elements.remove(elements.size() - 1);
    if (!elements.isEmpty()) {
      elements.set(0, last);
      firstChanged();
    }
  }

  /** Restores the order after the first element went on. */
  void firstChanged() throws IOException {
    T element = elements.get(0);
    int size = elements.size();
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && order.less(elements.get(child + 1), elements.get(child))) {
        child++;
      }
      T below = elements.get(child);
      if (!order.less(below, element)) {
        break;
      }
      elements.set(at, below);
      at = child;
    }
    elements.set(at, element);
  }
}
