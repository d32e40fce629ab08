package org.penstock.job.server.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.BindableService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ServerMethodDefinition;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.protobuf.ProtoFileDescriptorSupplier;

/**
 * A service that is written against Beam's vendored gRPC, as the real gRPC hosts it.
 *
 * <p>Messages cross as bytes. What is not parsed in the marshaller can be answered with a status of
 * our own, where gRPC itself would only say that the application failed.
 */
public final class VendoredService {
  private VendoredService() {}

  /** The service with the same names, methods and schema. */
  public static ServerServiceDefinition of(BindableService vendored) {
    var definition = vendored.bindService();
    var descriptor = definition.getServiceDescriptor();
    List<Method<?, ?>> methods = new ArrayList<>();
    for (ServerMethodDefinition<?, ?> method : definition.getMethods()) {
      methods.add(Method.of(method));
    }
    ServiceDescriptor.Builder service = ServiceDescriptor.newBuilder(descriptor.getName());
    methods.forEach(method -> service.addMethod(method.descriptor()));
    if (descriptor.getSchemaDescriptor() instanceof ProtoFileDescriptorSupplier schema) {
      service.setSchemaDescriptor(RebuiltSchema.of(schema.getFileDescriptor()));
    }
    ServerServiceDefinition.Builder hosted = ServerServiceDefinition.builder(service.build());
    methods.forEach(method -> hosted.addMethod(method.descriptor(), method.handler()));
    return hosted.build();
  }

  /** A method in both worlds. */
  private record Method<ReqT, RespT>(
      MethodDescriptor<byte[], byte[]> descriptor, VendoredHandler<ReqT, RespT> handler) {

    static <ReqT, RespT> Method<ReqT, RespT> of(ServerMethodDefinition<ReqT, RespT> vendored) {
      var descriptor = vendored.getMethodDescriptor();
      MethodDescriptor<byte[], byte[]> real =
          MethodDescriptor.<byte[], byte[]>newBuilder()
              .setType(MethodDescriptor.MethodType.valueOf(descriptor.getType().name()))
              .setFullMethodName(descriptor.getFullMethodName())
              .setRequestMarshaller(BytesMarshaller.INSTANCE)
              .setResponseMarshaller(BytesMarshaller.INSTANCE)
              .setSchemaDescriptor(null)
              .build();
      return new Method<>(real, new VendoredHandler<>(vendored));
    }
  }
}
