package org.penstock.portable.runtime.plane;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;

/**
 * The server that one stage has for its own data and state streams, so that stages which share a
 * worker do not share a stream: one that waits for its downstream must not hold up the others, of
 * which one may be that downstream.
 */
public final class StagePlane implements AutoCloseable {
  private static final long SHUTDOWN_SECONDS = 5;

  private final Server server;
  private final ApiServiceDescriptor endpoint;
  private final DataPlane data;
  private final StatePlane state;

  private StagePlane(
      Server server, ApiServiceDescriptor endpoint, DataPlane data, StatePlane state) {
    this.server = server;
    this.endpoint = endpoint;
    this.data = data;
    this.state = state;
  }

  /**
   * Who takes what comes from the worker; all are called on threads of gRPC.
   *
   * @param elements takes outputs and timers; {@link StagePlane#received} is to follow for each
   * @param state takes state requests
   * @param sent called when something that had to wait was sent
   */
  public record Receivers(Consumer<Elements> elements, Consumer<StateCall> state, Runnable sent) {}

  /**
   * Starts the server.
   *
   * @throws IOException if it cannot be started
   */
  public static StagePlane open(ServerFactory servers, Receivers receivers) throws IOException {
    DataPlane data = new DataPlane(receivers.elements(), receivers.sent());
    StatePlane state = new StatePlane(receivers.state());
    ApiServiceDescriptor.Builder endpoint = ApiServiceDescriptor.newBuilder();
    Server server = servers.allocateAddressAndCreate(List.of(data, state), endpoint);
    return new StagePlane(server, endpoint.build(), data, state);
  }

  /** Where the worker finds data and state. */
  public ApiServiceDescriptor endpoint() {
    return endpoint;
  }

  /** Sends elements to the worker, at once or when it is ready; never blocks. */
  public void send(Elements elements) {
    data.send(elements);
  }

  /** How many bytes the worker has not taken yet. */
  public long backlog() {
    return data.backlog();
  }

  /** To be called when a message of the worker's was worked on; it may send another then. */
  public void received() {
    data.received();
  }

  /** Ends the streams and the server. Closing twice does nothing. */
  @Override
  public void close() {
    data.clear();
    server.shutdown();
    data.close();
    state.close();
    boolean interrupted = false;
    try {
      if (!server.awaitTermination(1, TimeUnit.SECONDS)) {
        server.shutdownNow();
        server.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
