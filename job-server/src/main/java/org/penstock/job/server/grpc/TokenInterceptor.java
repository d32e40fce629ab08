package org.penstock.job.server.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.MessageDigest;

/** Lets those in who know the token. */
final class TokenInterceptor implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  private final byte[] token;

  TokenInterceptor(String token) {
    this.token = token.getBytes(UTF_8);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    String given = headers.get(AUTHORIZATION);
    if (given != null && isToken(given)) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            given == null
                ? "This server wants a token: send the metadata authorization: Bearer TOKEN."
                : "The token in the metadata authorization is not this server's."),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private boolean isToken(String given) {
    // In a time that does not tell how much of the token was right.
    return given.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && MessageDigest.isEqual(given.substring(BEARER.length()).strip().getBytes(UTF_8), token);
  }
}
