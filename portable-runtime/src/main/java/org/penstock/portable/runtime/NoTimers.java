package org.penstock.portable.runtime;

import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/** The sink of a host whose stage has no timers. */
final class NoTimers implements TimerSink {
  @Override
  public void set(ByteString key, TimerData timer) {
    throw unknown(timer);
  }

  @Override
  public void clear(ByteString key, TimerData timer) {
    throw unknown(timer);
  }

  private static IllegalStateException unknown(TimerData timer) {
    return new IllegalStateException("The host of the stage has no timers, not " + timer);
  }
}
