package org.penstock.job.server;

import java.util.List;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionRequest;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionResponse;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.expansion.service.ExpansionService;
import org.apache.beam.sdk.expansion.service.ExpansionServiceOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;

/**
 * Beam's expansion service, whose transforms run in the JVM of the task, for there their classes
 * are: in an environment {@code beam:env:embedded:v1} that depends on nothing.
 */
final class EmbeddedExpansion extends ExpansionService {
  private EmbeddedExpansion(PipelineOptions options) {
    super(options);
  }

  static EmbeddedExpansion create() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options
        .as(PortablePipelineOptions.class)
        .setDefaultEnvironmentType(Environments.ENVIRONMENT_EMBEDDED);
    // Whoever may talk to this server may run any code here anyway.
    options.as(ExpansionServiceOptions.class).setJavaClassLookupAllowlistFile("*");
    return new EmbeddedExpansion(options);
  }

  /** Has nothing to close; here it says so. */
  @Override
  public void close() {}

  /** What the client says of environments is for its own: a command for a process, an address. */
  @Override
  protected Pipeline createPipeline(PipelineOptions requested) {
    PortablePipelineOptions portable = requested.as(PortablePipelineOptions.class);
    portable.setEnvironmentOptions(List.of());
    portable.setDefaultEnvironmentConfig("");
    return super.createPipeline(requested);
  }

  @Override
  public void expand(ExpansionRequest request, StreamObserver<ExpansionResponse> client) {
    try {
      super.expand(request, answering(request, client));
    } catch (LinkageError e) {
      // Beam's service answers with what a transform throws, but not with this.
      client.onNext(
          ExpansionResponse.newBuilder()
              .setError(
                  "A library of the transform "
                      + request.getTransform().getSpec().getUrn()
                      + " is not on the class path of the job server: "
                      + e
                      + ". Put its jar in a folder below expansion/.")
              .build());
      client.onCompleted();
    }
  }

  private static StreamObserver<ExpansionResponse> answering(
      ExpansionRequest request, StreamObserver<ExpansionResponse> client) {
    return new StreamObserver<>() {
      @Override
      public void onNext(ExpansionResponse response) {
        client.onNext(
            response.hasComponents()
                ? embedded(request, response)
                : MissingTransforms.explained(request, response));
      }

      @Override
      public void onError(Throwable failure) {
        client.onError(failure);
      }

      @Override
      public void onCompleted() {
        client.onCompleted();
      }
    };
  }

  /** What the request has brought stays as it is. */
  private static ExpansionResponse embedded(ExpansionRequest request, ExpansionResponse response) {
    RunnerApi.Components.Builder components = response.getComponents().toBuilder();
    response
        .getComponents()
        .getEnvironmentsMap()
        .forEach(
            (id, environment) -> {
              if (!request.getComponents().containsEnvironments(id)) {
                components.putEnvironments(
                    id,
                    PipelineEnvironments.normalized(environment).toBuilder()
                        .clearDependencies()
                        .build());
              }
            });
    return response.toBuilder().setComponents(components).build();
  }
}
