package org.penstock.runtime.streaming;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.penstock.runtime.EncodedKey;

/**
 * Gives a processor event-time timers of its own, one for each key and window, without the general
 * machinery of Beam's timers. To be asked at most once, when the processor is made.
 */
public interface WindowTimers {
  /**
   * The timers, each with its window as namespace.
   *
   * @param callback called for each that is due, within a bundle
   */
  InternalTimerService<BoundedWindow> open(Coder<BoundedWindow> windowCoder, Callback callback);

  /** What a timer is for. */
  interface Callback {
    /** The watermark has passed the timer; its key is the current one of the keyed state. */
    void onWindow(EncodedKey key, BoundedWindow window) throws Exception;
  }
}
