package org.penstock.job.server.grpc;

import java.util.function.Consumer;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/** Headers and trailers of both worlds. */
final class Headers {
  private Headers() {}

  static Metadata toVendored(io.grpc.Metadata real) {
    Metadata vendored = new Metadata();
    for (String name : real.keys()) {
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        var from = io.grpc.Metadata.Key.of(name, io.grpc.Metadata.BINARY_BYTE_MARSHALLER);
        var to = Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
        each(real.getAll(from), value -> vendored.put(to, value));
      } else {
        var from = io.grpc.Metadata.Key.of(name, io.grpc.Metadata.ASCII_STRING_MARSHALLER);
        var to = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
        each(real.getAll(from), value -> vendored.put(to, value));
      }
    }
    return vendored;
  }

  static io.grpc.Metadata toReal(Metadata vendored) {
    io.grpc.Metadata real = new io.grpc.Metadata();
    for (String name : vendored.keys()) {
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        var from = Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
        var to = io.grpc.Metadata.Key.of(name, io.grpc.Metadata.BINARY_BYTE_MARSHALLER);
        each(vendored.getAll(from), value -> real.put(to, value));
      } else {
        var from = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
        var to = io.grpc.Metadata.Key.of(name, io.grpc.Metadata.ASCII_STRING_MARSHALLER);
        each(vendored.getAll(from), value -> real.put(to, value));
      }
    }
    return real;
  }

  private static <T> void each(@Nullable Iterable<T> values, Consumer<T> put) {
    if (values != null) {
      values.forEach(put);
    }
  }
}
