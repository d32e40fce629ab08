package org.penstock.portable.runtime;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/** The reader of a host whose stage has no side inputs. */
final class NoSideInputs implements SideInputReader {
  @Override
  public Iterable<ByteString> elements(SideInputRef sideInput, BoundedWindow window) {
    throw unknown(sideInput);
  }

  @Override
  public Iterable<ByteString> values(SideInputRef sideInput, BoundedWindow window, ByteString key) {
    throw unknown(sideInput);
  }

  @Override
  public Iterable<ByteString> keys(SideInputRef sideInput, BoundedWindow window) {
    throw unknown(sideInput);
  }

  private static IllegalStateException unknown(SideInputRef sideInput) {
    return new IllegalStateException("The host of the stage has no side inputs, not " + sideInput);
  }
}
