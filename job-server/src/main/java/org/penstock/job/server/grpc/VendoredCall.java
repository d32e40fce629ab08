package org.penstock.job.server.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.MethodDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerCall;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** A call on the real server, as vendored code sees it. */
final class VendoredCall<ReqT, RespT> extends ServerCall<ReqT, RespT> {
  private final io.grpc.ServerCall<byte[], byte[]> real;
  private final MethodDescriptor<ReqT, RespT> method;
  private final AtomicBoolean closed = new AtomicBoolean();

  VendoredCall(io.grpc.ServerCall<byte[], byte[]> real, MethodDescriptor<ReqT, RespT> method) {
    this.real = real;
    this.method = method;
  }

  /**
   * Reads a request.
   *
   * @throws org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException if the bytes are no
   *     such message
   */
  ReqT parse(byte[] message) {
    try {
      return method.parseRequest(new ByteArrayInputStream(message));
    } catch (RuntimeException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw Status.INVALID_ARGUMENT
          .withDescription(
              String.format(
                  "A request of %s cannot be read, it is broken or of another version: %s",
                  method.getFullMethodName(), reason.getMessage()))
          .withCause(e)
          .asRuntimeException();
    }
  }

  @Override
  public void request(int messages) {
    real.request(messages);
  }

  @Override
  public void sendHeaders(Metadata headers) {
    real.sendHeaders(Headers.toReal(headers));
  }

  @Override
  public void sendMessage(RespT message) {
    if (closed.get()) {
      return;
    }
    try (InputStream bytes = method.streamResponse(message)) {
      real.sendMessage(bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isReady() {
    return real.isReady();
  }

  @Override
  public void close(Status status, Metadata trailers) {
    // A service may fail after it has answered; the first end of a call counts.
    if (closed.compareAndSet(false, true)) {
      real.close(toReal(status), Headers.toReal(trailers));
    }
  }

  private static io.grpc.Status toReal(Status status) {
    io.grpc.Status real = io.grpc.Status.fromCodeValue(status.getCode().value());
    if (status.getDescription() != null) {
      real = real.withDescription(status.getDescription());
    }
    return status.getCause() == null ? real : real.withCause(status.getCause());
  }

  @Override
  public boolean isCancelled() {
    return real.isCancelled();
  }

  @Override
  public @Nullable String getAuthority() {
    return real.getAuthority();
  }

  @Override
  public void setMessageCompression(boolean enabled) {
    real.setMessageCompression(enabled);
  }

  @Override
  public void setCompression(String compressor) {
    real.setCompression(compressor);
  }

  @Override
  public MethodDescriptor<ReqT, RespT> getMethodDescriptor() {
    return method;
  }
}
