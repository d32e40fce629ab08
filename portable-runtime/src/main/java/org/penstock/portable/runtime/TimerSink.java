package org.penstock.portable.runtime;

import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * Takes the timers that the user's code sets. Called by the task's thread, while a bundle is open.
 *
 * <p>A timer's family id holds the transform and its family, so that the timers of one operator do
 * not mix; its timer id is the dynamic tag, empty where there is none. {@link
 * PortableStage#onTimer} wants both back as they are.
 */
public interface TimerSink {
  /**
   * Sets a timer in the place of one with the same key, ids, namespace and domain.
   *
   * @param key the encoded key, as in state requests; to be made the current one
   * @param timer when to fire and, by its output timestamp, what to hold the watermark at
   */
  void set(ByteString key, TimerData timer);

  /**
   * Deletes a timer, if it is set.
   *
   * @param key the encoded key
   * @param timer which one; its timestamps say nothing
   */
  void clear(ByteString key, TimerData timer);

  /** A sink for stages without timers. */
  static TimerSink none() {
    return new NoTimers();
  }
}
