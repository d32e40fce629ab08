package org.penstock.job.server.grpc;

import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server at one address, with the standard health and reflection services beside its own. */
public final class GrpcServer {
  private static final long KEEP_ALIVE_SECONDS = 60;
  private static final long FASTEST_CLIENT_PING_SECONDS = 5;
  private static final int MOST_HEADER_BYTES = 64 << 10;

  private final Server server;
  private final HealthStatusManager health;

  private GrpcServer(Server server, HealthStatusManager health) {
    this.server = server;
    this.health = health;
  }

  /**
   * How a server listens.
   *
   * @param credentials the certificate, or that there is none
   * @param token what callers have to send, or null for no token
   * @param maxMessageBytes the size of the largest message that is taken
   * @param executor runs the calls; they may block
   */
  public record Binding(
      ServerCredentials credentials,
      @Nullable String token,
      int maxMessageBytes,
      Executor executor) {}

  /**
   * Starts a server.
   *
   * @throws IOException if it cannot listen at the address
   */
  public static GrpcServer start(
      InetSocketAddress address, Binding binding, List<ServerServiceDefinition> services)
      throws IOException {
    HealthStatusManager health = new HealthStatusManager();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, binding.credentials())
            .executor(binding.executor())
            .maxInboundMessageSize(binding.maxMessageBytes())
            .maxInboundMetadataSize(MOST_HEADER_BYTES)
            // Finds out when a client has vanished without a word.
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(FASTEST_CLIENT_PING_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    services.forEach(service -> builder.addService(guarded(service, binding)));
    builder.addService(guarded(health.getHealthService().bindService(), binding));
    builder.addService(guarded(ProtoReflectionServiceV1.newInstance().bindService(), binding));
    Server server = builder.build().start();
    services.forEach(
        service ->
            health.setStatus(service.getServiceDescriptor().getName(), ServingStatus.SERVING));
    return new GrpcServer(server, health);
  }

  private static ServerServiceDefinition guarded(ServerServiceDefinition service, Binding binding) {
    ServerServiceDefinition known = ServerInterceptors.intercept(service, new CallerHost());
    return binding.token() == null
        ? known
        : ServerInterceptors.intercept(known, new TokenInterceptor(binding.token()));
  }

  /** The port that it listens at. */
  public int port() {
    return server.getPort();
  }

  /** Takes no new calls, and tells so those who ask for its health. */
  public void leave() {
    health.enterTerminalState();
    server.shutdown();
  }

  /** Gives the calls under way some time, and ends. */
  public void close(long millis) {
    server.shutdown();
    try {
      server.awaitTermination(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.shutdownNow();
  }
}
