package org.penstock.portable.runtime.worker;

import java.io.IOException;
import java.util.List;
import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.fnexecution.artifact.ArtifactRetrievalService;
import org.apache.beam.runners.fnexecution.control.ControlClientPool;
import org.apache.beam.runners.fnexecution.control.FnApiControlClientPoolService;
import org.apache.beam.runners.fnexecution.logging.GrpcLoggingService;
import org.apache.beam.runners.fnexecution.provisioning.StaticGrpcProvisionService;
import org.apache.beam.sdk.fn.server.FnService;
import org.apache.beam.sdk.fn.server.GrpcContextHeaderAccessorProvider;
import org.apache.beam.sdk.fn.server.GrpcFnServer;
import org.apache.beam.sdk.fn.server.ServerFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.penstock.spi.WorkerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services that one worker needs apart from its stages' data and state. */
final class WorkerServer implements AutoCloseable {
  // With another token and no dependencies, Beam's boot programs would ask for a manifest, over a
  // protocol that is no longer.
  private static final String NO_ARTIFACTS = "__no_artifacts_staged__";

  private static final Logger LOG = LoggerFactory.getLogger(WorkerServer.class);

  private final List<GrpcFnServer<? extends FnService>> base;
  private final GrpcFnServer<StaticGrpcProvisionService> provision;
  private final WorkerRequest.Endpoints endpoints;

  private WorkerServer(
      List<GrpcFnServer<? extends FnService>> base,
      GrpcFnServer<StaticGrpcProvisionService> provision) {
    this.base = base;
    this.provision = provision;
    ApiServiceDescriptor shared = base.get(0).getApiServiceDescriptor();
    this.endpoints =
        new WorkerRequest.Endpoints(shared, shared, shared, provision.getApiServiceDescriptor());
  }

  /**
   * Starts the services.
   *
   * @param clients gets the worker's control connection
   */
  static WorkerServer start(
      String workerId,
      WorkerKey key,
      WorkerDemand demand,
      ServerFactory servers,
      ControlClientPool.Sink clients)
      throws IOException {
    var headers = GrpcContextHeaderAccessorProvider.getHeaderAccessor();
    // Beam makes a new wrapper at each access of its list, and they count who has closed.
    List<GrpcFnServer<? extends FnService>> base =
        List.copyOf(
            GrpcFnServer.allocatePortAndCreateFor(
                List.of(
                    FnApiControlClientPoolService.offeringClientsToPool(clients, headers),
                    GrpcLoggingService.forWriter(LogForwarding.writer(demand.jobId(), workerId)),
                    new ArtifactRetrievalService()),
                servers));
    try {
      ProvisionInfo info = provisionInfo(key, demand, base.get(0).getApiServiceDescriptor());
      return new WorkerServer(
          base,
          GrpcFnServer.allocatePortAndCreateFor(
              StaticGrpcProvisionService.create(info, headers), servers));
    } catch (IOException | RuntimeException e) {
      close(base);
      throw e;
    }
  }

  static ProvisionInfo provisionInfo(
      WorkerKey key, WorkerDemand demand, ApiServiceDescriptor shared) {
    PipelineOptions options = demand.options();
    List<RunnerApi.ArtifactInformation> dependencies = key.environment().getDependenciesList();
    return ProvisionInfo.newBuilder()
        .setPipelineOptions(PipelineOptionsTranslation.toProto(options))
        .setControlEndpoint(shared)
        .setLoggingEndpoint(shared)
        .setArtifactEndpoint(shared)
        .setRetrievalToken(dependencies.isEmpty() ? NO_ARTIFACTS : demand.jobId())
        .addAllDependencies(dependencies)
        .addRunnerCapabilities("beam:protocol:control_response_elements_embedding:v1")
        .addRunnerCapabilities("beam:protocol:multimap_keys_values_side_input:v1")
        .build();
  }

  WorkerRequest.Endpoints endpoints() {
    return endpoints;
  }

  @Override
  public void close() {
    close(List.of(provision));
    close(base);
  }

  private static void close(List<? extends GrpcFnServer<? extends FnService>> servers) {
    for (GrpcFnServer<? extends FnService> server : servers) {
      // At once: the worker has been ended before.
      server.getServer().shutdownNow();
      try {
        server.close();
      } catch (Exception e) {
        LOG.debug("A service of a worker did not end well", e);
      }
    }
  }
}
