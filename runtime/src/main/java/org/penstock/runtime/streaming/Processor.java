package org.penstock.runtime.streaming;

import java.io.IOException;
import java.util.List;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.penstock.runtime.EncodedKey;

/**
 * What an operator does with its input. All methods are called by the task's thread; elements and
 * timers come between {@link #startBundle} and {@link #finishBundle}. What a method throws fails
 * the task.
 */
public interface Processor<InputT> extends AutoCloseable {
  /** Begins a bundle. */
  default void startBundle() throws Exception {}

  /** Takes an element. */
  void process(InputT element) throws Exception;

  /** Takes a timer that is due; its key is the current one of the keyed state. */
  default void onTimer(EncodedKey key, TimerData timer) throws Exception {
    throw new IllegalStateException("This operator has set no timer, and was called for " + timer);
  }

  /** The time has come that was asked for by {@link Clock#wakeUpAt}, within a bundle. */
  default void wakeUp() throws Exception {}

  /**
   * Whether a bundle may have any number of elements, for the processor sees to its memory itself.
   * It ends by time, and before watermarks and checkpoint barriers, all the same.
   */
  default boolean limitsItself() {
    return false;
  }

  /**
   * Whether outputs may be held back until the bundle ends, as by a worker that batches them. Then
   * a bundle ends as soon as the input makes a pause.
   */
  default boolean holdsBack() {
    return false;
  }

  /** Ends the bundle: what it has held back is output, or is in {@link #snapshot}. */
  default void finishBundle() throws Exception {}

  /** Who wants to be told when the bundles that ended since the last call are committed. */
  default List<Finalization> takeFinalizations() {
    return List.of();
  }

  /**
   * Takes a pane of a side input; not within a bundle of its own.
   *
   * @param index the side input's place among those of the operator
   * @param pane a {@code KV} of null and an iterable of all elements, in their window
   */
  default void sideInput(int index, WindowedValue<?> pane) throws Exception {
    throw new IllegalStateException("This operator has no side input " + index);
  }

  /**
   * A side input's watermark has moved; not within a bundle of its own.
   *
   * @param index the side input's place among those of the operator
   */
  default void sideInputWatermark(int index, Instant watermark) throws Exception {}

  /** The input watermark has moved, and the timers that it lets fire have fired. */
  default void watermark(Instant watermark) throws Exception {}

  /** Processes those waiting elements that need not wait any longer. */
  default void processWaiting() throws Exception {}

  /** Whether the input's watermark means nothing, and only holds keep that of the output back. */
  default boolean hasOwnWatermark() {
    return false;
  }

  /**
   * The earliest timestamp of elements that wait before they are processed, which holds the input
   * watermark: to whoever processes them they have not arrived yet.
   */
  default Instant waitingSince() {
    return BoundedWindow.TIMESTAMP_MAX_VALUE;
  }

  /** Whether there is work left that no input causes: the operator then stays after its input. */
  default boolean hasPendingWork() {
    return false;
  }

  /**
   * The earliest timestamp of elements that were processed in part; whoever processes them on may
   * read their side inputs.
   */
  default Instant oldestUnfinished() {
    return BoundedWindow.TIMESTAMP_MAX_VALUE;
  }

  /** The job is to end: from now on, ends what would never end by itself; within a bundle. */
  default void drain() throws Exception {}

  /** Whether elements wait for a checkpoint, and for nothing else. */
  default boolean hasUnstableInput() {
    return false;
  }

  /** A checkpoint begins; the bundle before it has ended. Writes what is not in state yet. */
  default void snapshot(long checkpointId) throws Exception {}

  /** Whether {@link #checkpointCompleted} has anything to do. */
  default boolean waitsForCheckpoints() {
    return false;
  }

  /** A checkpoint, and with it all before, is complete; within a bundle. */
  default void checkpointCompleted(long checkpointId) throws Exception {}

  /** Ends it, after a failure as well. */
  @Override
  default void close() throws IOException {}
}
