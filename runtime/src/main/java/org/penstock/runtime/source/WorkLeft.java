package org.penstock.runtime.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets the sources of a job stay after their last record while operators behind them have work left
 * that no input causes. An operator whose inputs have ended gets neither checkpoint barriers nor
 * the order to stop, for both come from the sources.
 *
 * <p>There is one for each job, in the process of the job's coordinators, which find it by its id.
 * Safe for use by several threads.
 */
public final class WorkLeft {
  private static final Map<String, WorkLeft> BY_ID = new HashMap<>();

  private final String id;
  private final Set<Object> workers = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Runnable> listeners = new ArrayList<>();
  private int users;

  private WorkLeft(String id) {
    this.id = id;
  }

  /** That of a job; whoever gets it calls {@link #leave} in the end. */
  public static WorkLeft join(String id) {
    synchronized (BY_ID) {
      WorkLeft joined = BY_ID.computeIfAbsent(id, WorkLeft::new);
      joined.users++;
      return joined;
    }
  }

  /** Ends what {@link #join} began. */
  public void leave() {
    synchronized (BY_ID) {
      if (--users == 0) {
        BY_ID.remove(id, this);
      }
    }
  }

  /** That one has work left, or may have. */
  public synchronized void begin(Object worker) {
    workers.add(worker);
  }

  /** That one has no work left, nor will it have any before it says so. */
  public void end(Object worker) {
    List<Runnable> told;
    synchronized (this) {
      workers.remove(worker);
      told = workers.isEmpty() ? List.copyOf(listeners) : List.of();
    }
    told.forEach(Runnable::run);
  }

  /** That one does not count any more, though it may have work left: its job stops or restarts. */
  public synchronized void abandon(Object worker) {
    workers.remove(worker);
  }

  /** Whether there is no work left. */
  synchronized boolean isOver() {
    return workers.isEmpty();
  }

  /** Has that called, in any thread, whenever no work is left any more. */
  synchronized void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** Ends what {@link #listen} began. */
  synchronized void forget(Runnable listener) {
    listeners.remove(listener);
  }
}
