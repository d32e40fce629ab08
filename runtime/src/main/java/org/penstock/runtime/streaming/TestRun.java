package org.penstock.runtime.streaming;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the operators of a running job with test streams share: they are in one JVM. It counts the
 * elements, watermarks and actions in flight. When there are none, everything is done that can be
 * done without the next thing to happen, and that one is started here: an open bundle ends, a timer
 * fires, or a test stream goes on, in this order.
 */
public final class TestRun {
  private static final long NEVER = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis() - 1;
  private static final Map<String, TestRun> RUNS = new HashMap<>();

  private final TestJob job;
  private int users;
  private long inFlight;
  private int boundedReadsDone;
  private int streamsOpened;
  private int streamsAtEnd;
  private int streamsDone;
  private long registered;
  private boolean restored;
  private long now = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private final Set<Integer> producers = new HashSet<>();
  private final Set<TestTask<?>> openBundles = new LinkedHashSet<>();
  private final Deque<Next> whenQuiet = new ArrayDeque<>();
  private final PriorityQueue<TestTimer> timers = new PriorityQueue<>();

  private TestRun(TestJob job) {
    this.job = job;
  }

  private record Next(TestTask<?> task, TestTask.Action action, boolean afterAll) {}

  /** That of the job; to be closed by each task that has asked for it. */
  static TestRun open(TestJob job) {
    synchronized (RUNS) {
      TestRun run = RUNS.computeIfAbsent(job.id(), id -> new TestRun(job));
      run.users++;
      return run;
    }
  }

  /** Whether all test streams of a job have ended, and everything is done. */
  static boolean isDone(TestJob job) {
    synchronized (RUNS) {
      TestRun run = RUNS.get(job.id());
      return run != null && run.streamsDone() == job.streams();
    }
  }

  /** How many jobs with test streams have open tasks in this JVM. */
  public static int running() {
    synchronized (RUNS) {
      return RUNS.size();
    }
  }

  /** Nothing that the task still has will happen. */
  synchronized void forget(TestTask<?> task) {
    timers.removeIf(timer -> timer.task() == task);
    whenQuiet.removeIf(next -> next.task() == task);
    openBundles.remove(task);
    nextIfQuiet();
  }

  /** The task is closed; forgets the job with its last task. */
  void close(TestTask<?> task) {
    forget(task);
    synchronized (RUNS) {
      if (--users == 0) {
        RUNS.remove(job.id(), this);
      }
    }
  }

  /** So many consumers are about to get something. */
  synchronized void sending(int consumers) {
    inFlight += consumers;
  }

  synchronized void producerOpened(int producer) {
    producers.add(producer);
  }

  /**
   * A consumer has processed what that producer has sent. One that had ended before the checkpoint
   * of a restored job is not there to count, though Flink sends its last watermark once more.
   */
  synchronized void received(int producer) {
    if (producers.contains(producer)) {
      done();
    }
  }

  /** Something that was in flight is done. */
  synchronized void done() {
    inFlight--;
    nextIfQuiet();
  }

  synchronized void bundleOpened(TestTask<?> task) {
    openBundles.add(task);
    nextIfQuiet();
  }

  synchronized void boundedReadDone() {
    boundedReadsDone++;
    nextIfQuiet();
  }

  synchronized void streamOpened() {
    streamsOpened++;
  }

  /**
   * Whether a task may end: not before all test streams are there, lest the last one takes this
   * object with it.
   */
  synchronized boolean mayEnd() {
    return restored || streamsOpened >= job.streams();
  }

  /** From a checkpoint: it may have left out tasks that had ended, which nobody can wait for. */
  synchronized void restored() {
    restored = true;
  }

  /**
   * Starts the test stream's next event when nothing else can happen; the first one only when all
   * bounded sources have ended.
   */
  synchronized void nextEvent(TestTask<?> task, TestTask.Action action) {
    whenQuiet.add(new Next(task, action, false));
    nextIfQuiet();
  }

  /** The test stream has had its last event; the action is for when all is done in all of them. */
  synchronized void atEnd(TestTask<?> task, TestTask.Action action) {
    streamsAtEnd++;
    whenQuiet.add(new Next(task, action, true));
    nextIfQuiet();
  }

  synchronized void streamDone() {
    streamsDone++;
  }

  private synchronized int streamsDone() {
    return streamsDone;
  }

  synchronized long now() {
    return now;
  }

  /** Makes timers due. */
  synchronized void advanceBy(Duration duration) {
    now += duration.getMillis();
    nextIfQuiet();
  }

  synchronized TestTimer register(TestTask<?> task, long time, ProcessingTimeCallback callback) {
    TestTimer timer = new TestTimer(this, task, time, registered++, callback);
    timers.add(timer);
    nextIfQuiet();
    return timer;
  }

  synchronized void cancel(TestTimer timer) {
    timers.remove(timer);
  }

  private void nextIfQuiet() {
    boolean found = true;
    while (inFlight == 0 && found) {
      found = startNext();
    }
  }

  private boolean startNext() {
    if (!openBundles.isEmpty()) {
      TestTask<?> task = openBundles.iterator().next();
      openBundles.remove(task);
      start(task, task::finishBundle);
      return true;
    }
    TestTimer timer = dueTimer();
    if (timer != null) {
      timers.remove(timer);
      start(timer.task(), timer::fire);
      return true;
    }
    Next next = nextTurn();
    if (next == null) {
      return false;
    }
    whenQuiet.remove(next);
    start(next.task(), next.action());
    return true;
  }

  private @Nullable Next nextTurn() {
    if (boundedReadsDone < job.boundedReads() && !restored) {
      return null;
    }
    for (Next next : whenQuiet) {
      if (!next.afterAll() || isAtEnd()) {
        return next;
      }
    }
    return null;
  }

  /** The earliest timer that is due. After the last event time goes on by itself. */
  private @Nullable TestTimer dueTimer() {
    TestTimer timer = timers.peek();
    if (timer != null && timer.time() >= now && timer.time() < NEVER && isAtEnd()) {
      now = timer.time() + 1;
    }
    return timer == null || timer.time() >= now ? null : timer;
  }

  private boolean isAtEnd() {
    return streamsAtEnd == job.streams();
  }

  private void start(TestTask<?> task, TestTask.Action action) {
    inFlight++;
    if (!task.start(action)) {
      inFlight--;
    }
  }
}
