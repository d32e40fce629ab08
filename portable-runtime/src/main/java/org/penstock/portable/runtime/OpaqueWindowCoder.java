package org.penstock.portable.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The coder of windows of unknown kinds, as they travel between runner and worker: the bytes behind
 * their length, and before them the end of the window where the pipeline's coder says it.
 */
final class OpaqueWindowCoder extends CustomCoder<OpaqueWindow> {
  private static final long serialVersionUID = 1L;

  private final boolean endFirst;

  /**
   * @param endFirst whether the pipeline's coder is {@code beam:coder:custom_window:v1}
   */
  OpaqueWindowCoder(boolean endFirst) {
    this.endFirst = endFirst;
  }

  @Override
  public void encode(OpaqueWindow window, OutputStream out) throws IOException {
    if (endFirst) {
      InstantCoder.of().encode(window.maxTimestamp(), out);
    }
    ByteArrayCoder.of().encode(window.bytes().toByteArray(), out);
  }

  @Override
  public OpaqueWindow decode(InputStream in) throws IOException {
    Instant end = endFirst ? InstantCoder.of().decode(in) : null;
    return new OpaqueWindow(ByteString.copyFrom(ByteArrayCoder.of().decode(in)), end);
  }

  /**
   * The coder of windows without their end, such as those of timers and in state requests, and for
   * names of windows.
   */
  static OpaqueWindowCoder withoutEnd() {
    return new OpaqueWindowCoder(false);
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OpaqueWindowCoder that && endFirst == that.endFirst;
  }

  @Override
  public int hashCode() {
    return Boolean.hashCode(endFirst);
  }
}
