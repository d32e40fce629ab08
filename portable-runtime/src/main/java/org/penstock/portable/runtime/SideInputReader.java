package org.penstock.portable.runtime;

import java.io.IOException;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * Reads the side inputs of a stage, for its host knows where they are. All is bytes as {@link
 * SideInputCodec} makes them.
 *
 * <p>Called by the task's thread. What is returned may be larger than memory: it is iterated in
 * pieces, by several iterators at once, and to the end only if the user's code does; iterators that
 * are {@link AutoCloseable} are closed at the end of the bundle at the latest.
 */
public interface SideInputReader {
  /** The elements of a side input in a window, one by one. */
  Iterable<ByteString> elements(SideInputRef sideInput, BoundedWindow window) throws IOException;

  /**
   * The values of a key in a window, one by one; none if there is no such key.
   *
   * @param key the encoded key
   */
  Iterable<ByteString> values(SideInputRef sideInput, BoundedWindow window, ByteString key)
      throws IOException;

  /** The keys in a window, each once. */
  Iterable<ByteString> keys(SideInputRef sideInput, BoundedWindow window) throws IOException;

  /** A reader for stages without side inputs. */
  static SideInputReader none() {
    return new NoSideInputs();
  }
}
