package org.penstock.portable.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.BindableService;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Server;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.inprocess.InProcessServerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FreshServersTest {
  private final List<Server> made = new ArrayList<>();

  @AfterEach
  void shutDown() {
    made.forEach(Server::shutdownNow);
  }

  /** Gives out addresses as an operating system gives out ports, some of them again. */
  private ServerFactory giving(String... urls) {
    Iterator<String> next = List.of(urls).iterator();
    return new ServerFactory() {
      @Override
      public Server allocateAddressAndCreate(
          List<BindableService> services, ApiServiceDescriptor.Builder address) throws IOException {
        address.setUrl(next.next());
        Server server =
            InProcessServerBuilder.forName(InProcessServerBuilder.generateName()).build().start();
        made.add(server);
        return server;
      }

      @Override
      public Server create(List<BindableService> services, ApiServiceDescriptor address) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static String open(ServerFactory servers) throws IOException {
    ApiServiceDescriptor.Builder address = ApiServiceDescriptor.newBuilder();
    assertThat(servers.allocateAddressAndCreate(List.of(), address).isShutdown()).isFalse();
    return address.getUrl();
  }

  @Test
  void anAddressIsNotUsedTwiceForOneWorker() throws IOException {
    ServerFactory servers = new FreshServers(giving("a", "b", "a", "b", "c"));

    assertThat(List.of(open(servers), open(servers), open(servers))).containsExactly("a", "b", "c");
    assertThat(made)
        .extracting(Server::isShutdown)
        .containsExactly(false, false, true, true, false);
  }
}
