package org.penstock.portable.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.model.fnexecution.v1.ProvisionApi.ProvisionInfo;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class WorkerServerTest {
  private static ProvisionInfo info(RunnerApi.Environment environment) {
    return WorkerServer.provisionInfo(
        new WorkerKey("job", environment, 0, null),
        new WorkerDemand(
            "job",
            environment,
            0,
            PipelineOptionsFactory.create(),
            WorkerServerTest.class.getClassLoader()),
        ApiServiceDescriptor.getDefaultInstance());
  }

  @Test
  void aWorkerWithArtifactsGetsThemByTheJob() {
    RunnerApi.ArtifactInformation artifact =
        RunnerApi.ArtifactInformation.newBuilder().setTypeUrn("beam:artifact:type:file:v1").build();

    ProvisionInfo info = info(RunnerApi.Environment.newBuilder().addDependencies(artifact).build());

    assertThat(info.getRetrievalToken()).isEqualTo("job");
    assertThat(info.getDependenciesList()).containsExactly(artifact);
  }

  /** What Beam's {@code artifact/materialize.go} wants to be told. */
  @Test
  void aWorkerWithoutArtifactsIsToldThatThereAreNone() {
    ProvisionInfo info = info(RunnerApi.Environment.getDefaultInstance());

    assertThat(info.getRetrievalToken()).isEqualTo("__no_artifacts_staged__");
  }
}
