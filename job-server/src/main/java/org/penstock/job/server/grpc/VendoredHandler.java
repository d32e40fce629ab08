package org.penstock.job.server.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerMethodDefinition;

/** Starts a call of a vendored method. */
final class VendoredHandler<ReqT, RespT> implements ServerCallHandler<byte[], byte[]> {
  private final ServerMethodDefinition<ReqT, RespT> method;

  VendoredHandler(ServerMethodDefinition<ReqT, RespT> method) {
    this.method = method;
  }

  @Override
  public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
    VendoredCall<ReqT, RespT> vendored = new VendoredCall<>(call, method.getMethodDescriptor());
    return new VendoredListener<>(
        vendored, method.getServerCallHandler().startCall(vendored, Headers.toVendored(headers)));
  }
}
