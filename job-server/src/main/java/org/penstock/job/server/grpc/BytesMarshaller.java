package org.penstock.job.server.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A message as it is on the wire. */
enum BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
  INSTANCE;

  @Override
  public InputStream stream(byte[] value) {
    return new Bytes(value);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw Status.INTERNAL
          .withDescription("A message could not be read")
          .withCause(e)
          .asRuntimeException();
    }
  }

  /** Tells gRPC its length, so that the bytes are not buffered once more. */
  private static final class Bytes extends ByteArrayInputStream implements KnownLength {
    Bytes(byte[] value) {
      super(value);
    }
  }
}
