package org.penstock.portable.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleResponse;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;

/** How far one bundle is. */
final class Bundle {
  private final String id;
  private final BundleInput input;
  private final Set<Object> openEnds = new HashSet<>();
  private final List<WindowedValue<?>> sent = new ArrayList<>();
  private final boolean remembers;
  private boolean started;
  private boolean over;
  private boolean inputEnded;
  private int questions;
  private long firstLeft = Long.MAX_VALUE;
  private @Nullable ProcessBundleResponse response;

  Bundle(String id, StageLayout layout, boolean remembers) {
    this.id = id;
    this.input = new BundleInput(id, layout);
    this.remembers = remembers;
    openEnds.addAll(layout.outputs().keySet());
    openEnds.addAll(layout.timers().keySet());
  }

  String id() {
    return id;
  }

  BundleInput input() {
    return input;
  }

  /** Whether the worker knows of it. */
  boolean started() {
    return started;
  }

  void start() {
    started = true;
  }

  boolean inputEnded() {
    return inputEnded;
  }

  void endInput() {
    inputEnded = true;
  }

  /** Whether the worker was told of a split before that element, which it leaves alone then. */
  boolean takesMore() {
    return input.count() < firstLeft;
  }

  /** Keeps an element, for a split may give it back. */
  void remember(WindowedValue<?> element) {
    if (remembers) {
      sent.add(element);
    }
  }

  /** The elements that the worker leaves alone, after a split in front of the first of them. */
  List<WindowedValue<?>> leave(long first) {
    long before = Math.min(firstLeft, sent.size());
    firstLeft = Math.min(firstLeft, first);
    return first < before ? List.copyOf(sent.subList((int) first, (int) before)) : List.of();
  }

  /** The worker sends no more from there. */
  void ended(Object end) {
    openEnds.remove(end);
  }

  /** The worker was asked something about the bundle. */
  void asked() {
    questions++;
  }

  void answered() {
    questions--;
  }

  /** Whether the worker still owes an answer, the one about the whole bundle apart. */
  boolean asking() {
    return questions > 0;
  }

  /** The worker is done with it, well or not. */
  void over() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  void respond(ProcessBundleResponse answer) {
    response = answer;
  }

  @Nullable ProcessBundleResponse response() {
    return response;
  }

  /** Whether all that belongs to it has come. */
  boolean complete() {
    return response != null && openEnds.isEmpty() && questions == 0;
  }
}
