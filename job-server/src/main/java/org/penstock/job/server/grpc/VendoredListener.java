package org.penstock.job.server.grpc;

import io.grpc.ServerCall;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusException;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the events of a real call on, and answers for vendored code that throws. */
final class VendoredListener<ReqT, RespT> extends ServerCall.Listener<byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(VendoredListener.class);

  private final VendoredCall<ReqT, RespT> call;
  private final org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerCall.Listener<ReqT> vendored;

  VendoredListener(
      VendoredCall<ReqT, RespT> call,
      org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerCall.Listener<ReqT> vendored) {
    this.call = call;
    this.vendored = vendored;
  }

  @Override
  public void onMessage(byte[] message) {
    guarded(() -> vendored.onMessage(call.parse(message)));
  }

  @Override
  public void onHalfClose() {
    guarded(vendored::onHalfClose);
  }

  @Override
  public void onCancel() {
    guarded(vendored::onCancel);
  }

  @Override
  public void onComplete() {
    guarded(vendored::onComplete);
  }

  @Override
  public void onReady() {
    guarded(vendored::onReady);
  }

  private void guarded(Runnable event) {
    try {
      event.run();
    } catch (StatusRuntimeException e) {
      call.close(e.getStatus(), new Metadata());
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      String method = call.getMethodDescriptor().getFullMethodName();
      if (e.getCause() instanceof StatusException status) {
        call.close(status.getStatus(), new Metadata());
        return;
      }
      LOG.warn("A call of {} failed", method, e);
      call.close(
          Status.INTERNAL.withDescription(method + " failed in the server: " + e), new Metadata());
    }
  }
}
