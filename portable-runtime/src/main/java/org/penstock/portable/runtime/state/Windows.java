package org.penstock.portable.runtime.state;

import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * The windows of a PCollection in state requests.
 *
 * @param coder what namespaces write them with
 * @param reader reads one
 */
public record Windows(Coder<BoundedWindow> coder, Reader reader) {
  /** Reads a window of which the bytes are all. */
  @FunctionalInterface
  public interface Reader {
    /** The window. */
    BoundedWindow read(ByteString window) throws IOException;
  }
}
