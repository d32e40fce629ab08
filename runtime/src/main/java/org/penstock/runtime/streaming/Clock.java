package org.penstock.runtime.streaming;

import org.joda.time.Instant;

/** The processing time of an operator. */
public interface Clock {
  /** The time now. */
  Instant now();

  /** Has {@link Processor#wakeUp} called when it is that time; several calls may become one. */
  void wakeUpAt(Instant time);
}
