package org.penstock.portable.runtime;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A window of a kind that only the pipeline's SDK knows: its bytes. Two are the same when their
 * bytes are; windows of timers and in state requests come without their end.
 */
public final class OpaqueWindow extends BoundedWindow {
  private final ByteString bytes;
  private final @Nullable Instant maxTimestamp;

  /**
   * @param bytes the window as the SDK wrote it
   * @param maxTimestamp the last moment of it, or null if the SDK has not told
   */
  OpaqueWindow(ByteString bytes, @Nullable Instant maxTimestamp) {
    this.bytes = bytes;
    this.maxTimestamp = maxTimestamp;
  }

  /** The window as the SDK wrote it. */
  public ByteString bytes() {
    return bytes;
  }

  /**
   * @throws IllegalStateException if the SDK has not told
   */
  @Override
  public Instant maxTimestamp() {
    if (maxTimestamp == null) {
      throw new IllegalStateException(
          "When a window of an unknown kind ends is not told in timers and state requests");
    }
    return maxTimestamp;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OpaqueWindow that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  @Override
  public String toString() {
    return "OpaqueWindow[" + bytes.size() + " bytes until " + maxTimestamp + "]";
  }
}
