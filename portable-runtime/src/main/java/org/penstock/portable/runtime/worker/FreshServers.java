package org.penstock.portable.runtime.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.BindableService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;

/**
 * Makes servers whose addresses one worker has not seen before. A harness keeps the connections
 * that it has had by their address, and the operating system gives a port that is free to the next
 * who asks: without this, a stage may be given the closed connection of one that has ended.
 */
final class FreshServers extends ServerFactory {
  private final ServerFactory servers;
  private final Set<String> used = ConcurrentHashMap.newKeySet();

  FreshServers(ServerFactory servers) {
    this.servers = servers;
  }

  @Override
  public Server allocateAddressAndCreate(
      List<BindableService> services, ApiServiceDescriptor.Builder address) throws IOException {
    // Kept until there is another, or the same address would be given out again.
    List<Server> known = new ArrayList<>();
    try {
      while (true) {
        ApiServiceDescriptor.Builder found = ApiServiceDescriptor.newBuilder();
        Server server = servers.allocateAddressAndCreate(services, found);
        if (used.add(found.getUrl())) {
          address.mergeFrom(found.build());
          return server;
        }
        known.add(server);
      }
    } finally {
      known.forEach(Server::shutdownNow);
    }
  }

  @Override
  public Server create(List<BindableService> services, ApiServiceDescriptor address)
      throws IOException {
    return servers.create(services, address);
  }
}
