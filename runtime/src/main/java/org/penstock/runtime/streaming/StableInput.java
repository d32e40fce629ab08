package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.joda.time.Instant;

/**
 * Keeps elements until a checkpoint holds them, so that what follows sees the same input again
 * after a failure. What was restored is in a checkpoint already.
 */
final class StableInput<InputT> implements ForwardingProcessor<InputT> {
  private final Processor<InputT> next;
  private final WaitingElements<InputT> waiting;
  private final NavigableMap<Long, Integer> sizes = new TreeMap<>();
  private int released;
  private int received;

  StableInput(Processor<InputT> next, WaitingElements<InputT> waiting) {
    this.next = next;
    this.waiting = waiting;
    this.received = waiting.size();
    // Restored: any checkpoint that completes from now on has them, and so had the one before.
    if (received > 0) {
      sizes.put(Long.MIN_VALUE, received);
    }
  }

  @Override
  public Processor<InputT> next() {
    return next;
  }

  @Override
  public void process(InputT element) {
    waiting.add(element);
    received++;
  }

  @Override
  public void snapshot(long checkpointId) throws Exception {
    waiting.save();
    sizes.put(checkpointId, received);
    next.snapshot(checkpointId);
  }

  @Override
  public boolean waitsForCheckpoints() {
    return true;
  }

  @Override
  public void checkpointCompleted(long checkpointId) throws Exception {
    var committed = sizes.headMap(checkpointId, true);
    int stable = committed.isEmpty() ? released : committed.lastEntry().getValue();
    committed.clear();
    List<InputT> elements = new ArrayList<>();
    waiting.release(element -> released < stable && released++ >= 0, elements::add);
    for (InputT element : elements) {
      next.process(element);
    }
    next.checkpointCompleted(checkpointId);
  }

  @Override
  public Instant waitingSince() {
    Instant own = waiting.since();
    Instant theirs = next.waitingSince();
    return own.isBefore(theirs) ? own : theirs;
  }

  @Override
  public boolean hasUnstableInput() {
    return !waiting.isEmpty();
  }

  @Override
  public boolean hasPendingWork() {
    return !waiting.isEmpty() || next.hasPendingWork();
  }

  @Override
  public void drain() throws Exception {
    // No more checkpoints come before the end that a drain asks for.
    waiting.release(element -> true, next::process);
    next.drain();
  }
}
