package org.penstock.job.server.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors;

/** A vendored schema in the types of the real protobuf, which the reflection service reads. */
record RebuiltSchema(FileDescriptor file) implements ProtoFileDescriptorSupplier {
  static RebuiltSchema of(Descriptors.FileDescriptor vendored) {
    return new RebuiltSchema(rebuild(vendored, new HashMap<>()));
  }

  private static FileDescriptor rebuild(
      Descriptors.FileDescriptor vendored, Map<String, FileDescriptor> done) {
    FileDescriptor known = done.get(vendored.getName());
    if (known != null) {
      return known;
    }
    FileDescriptor[] dependencies =
        vendored.getDependencies().stream()
            .map(dependency -> rebuild(dependency, done))
            .toArray(FileDescriptor[]::new);
    try {
      FileDescriptor rebuilt =
          FileDescriptor.buildFrom(
              FileDescriptorProto.parseFrom(vendored.toProto().toByteArray()), dependencies);
      done.put(vendored.getName(), rebuilt);
      return rebuilt;
    } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
      throw new IllegalStateException("The schema " + vendored.getName() + " is broken", e);
    }
  }

  @Override
  public FileDescriptor getFileDescriptor() {
    return file;
  }
}
