package org.penstock.job.server.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** By which name the caller has reached this server, for a server that listens at all of them. */
public final class CallerHost implements ServerInterceptor {
  private static final Context.Key<String> AUTHORITY = Context.key("authority");

  /** The host of the call that this thread answers, if it is known. */
  public static Optional<String> current() {
    String authority = AUTHORITY.get();
    if (authority == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(new URI("grpc://" + authority).getHost());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    String authority = call.getAuthority();
    return authority == null
        ? next.startCall(call, headers)
        : Contexts.interceptCall(
            Context.current().withValue(AUTHORITY, authority), call, headers, next);
  }
}
