package org.penstock.job.server;

import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.model.jobmanagement.v1.JobApi.CancelJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.CancelJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.DescribePipelineOptionsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.DescribePipelineOptionsResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.DrainJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.DrainJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobMetricsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobMetricsResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobPipelineRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobPipelineResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobStateRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobsResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobStateEvent;
import org.apache.beam.model.jobmanagement.v1.JobApi.MetricResults;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.PrepareJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.RunJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.RunJobResponse;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc;
import org.apache.beam.model.pipeline.v1.Endpoints;
import org.apache.beam.model.pipeline.v1.MetricsApi.MonitoringInfo;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.Status;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.stub.StreamObserver;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PluginCatalog;

/** Beam's Job API. */
final class JobService extends JobServiceGrpc.JobServiceImplBase {
  private final Jobs jobs;
  private final JobExecution execution;
  private final Checks checks;
  private final JobServerSettings.FlinkDefaults flink;
  private final Supplier<String> stagingAddress;

  /**
   * What a pipeline has to pass before it becomes a job.
   *
   * @param form looks at what was sent
   * @param environments looks at what there is here
   */
  record Checks(PipelineCheck form, StartableEnvironments environments) {
    static Checks of(PluginCatalog plugins) {
      return new Checks(
          new PipelineCheck(plugins.environments()), StartableEnvironments.of(plugins));
    }
  }

  /**
   * @param stagingAddress the host and port of the staging service; asked when jobs are prepared
   */
  JobService(
      Jobs jobs,
      JobExecution execution,
      Checks checks,
      JobServerSettings.FlinkDefaults flink,
      Supplier<String> stagingAddress) {
    this.jobs = jobs;
    this.execution = execution;
    this.checks = checks;
    this.flink = flink;
    this.stagingAddress = stagingAddress;
  }

  @Override
  public void prepare(PrepareJobRequest request, StreamObserver<PrepareJobResponse> client) {
    Jobs.Preparation prepared;
    try {
      RunnerApi.Pipeline pipeline =
          UniqueNames.of(PipelineEnvironments.normalized(request.getPipeline()));
      checks.form().check(pipeline);
      PenstockPipelineOptions options =
          JobOptions.of(request.getPipelineOptions(), request.getJobName(), flink);
      checks.environments().check(pipeline, options);
      JobPacking.check(options);
      prepared = jobs.prepare(request.getPipelineOptions(), options, pipeline);
    } catch (IllegalArgumentException e) {
      throw Status.INVALID_ARGUMENT
          .withDescription(
              "The job " + request.getJobName() + " cannot be prepared: " + e.getMessage())
          .withCause(e)
          .asRuntimeException();
    }
    answer(
        client,
        PrepareJobResponse.newBuilder()
            .setPreparationId(prepared.job().id())
            .setArtifactStagingEndpoint(
                Endpoints.ApiServiceDescriptor.newBuilder().setUrl(stagingAddress.get()))
            .setStagingSessionToken(prepared.token())
            .build());
  }

  @Override
  public void run(RunJobRequest request, StreamObserver<RunJobResponse> client) {
    Job job = jobs.get(request.getPreparationId());
    RunnerApi.Pipeline staged =
        PipelineEnvironments.withDependencies(job.pipeline(), job.artifacts().staged());
    if (!job.invoke(staged)) {
      throw Status.FAILED_PRECONDITION
          .withDescription(
              "The job " + job.id() + " was run or cancelled before; it is " + job.state() + ".")
          .asRuntimeException();
    }
    execution.start(job, () -> jobs.ended(job));
    answer(client, RunJobResponse.newBuilder().setJobId(job.id()).build());
  }

  @Override
  public void getJobs(GetJobsRequest request, StreamObserver<GetJobsResponse> client) {
    GetJobsResponse.Builder all = GetJobsResponse.newBuilder();
    jobs.invoked().forEach(job -> all.addJobInfo(job.info()));
    answer(client, all.build());
  }

  @Override
  public void getState(GetJobStateRequest request, StreamObserver<JobStateEvent> client) {
    answer(client, jobs.get(request.getJobId()).events().lastState());
  }

  @Override
  public void getPipeline(
      GetJobPipelineRequest request, StreamObserver<GetJobPipelineResponse> client) {
    RunnerApi.Pipeline pipeline = jobs.get(request.getJobId()).pipeline();
    answer(client, GetJobPipelineResponse.newBuilder().setPipeline(pipeline).build());
  }

  @Override
  public void cancel(CancelJobRequest request, StreamObserver<CancelJobResponse> client) {
    Job job = jobs.get(request.getJobId());
    execution.cancel(job);
    if (job.isEnded() && !job.isInvoked()) {
      jobs.ended(job);
    }
    answer(client, CancelJobResponse.newBuilder().setState(job.state()).build());
  }

  @Override
  public void drain(DrainJobRequest request, StreamObserver<DrainJobResponse> client) {
    jobs.get(request.getJobId());
    throw Status.UNIMPLEMENTED
        .withDescription("Draining over the Job API is not supported; see penstock drain.")
        .asRuntimeException();
  }

  @Override
  public void getStateStream(GetJobStateRequest request, StreamObserver<JobStateEvent> client) {
    EventStream.ofStates(jobs.get(request.getJobId()).events(), client);
  }

  @Override
  public void getMessageStream(
      JobMessagesRequest request, StreamObserver<JobMessagesResponse> client) {
    EventStream.ofAll(jobs.get(request.getJobId()).events(), client);
  }

  @Override
  public void getJobMetrics(
      GetJobMetricsRequest request, StreamObserver<GetJobMetricsResponse> client) {
    List<MonitoringInfo> infos;
    try {
      infos = jobs.get(request.getJobId()).metrics();
    } catch (IllegalStateException e) {
      throw Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e).asRuntimeException();
    }
    // Flink drops what a failed attempt reported, so both are the same.
    answer(
        client,
        GetJobMetricsResponse.newBuilder()
            .setMetrics(MetricResults.newBuilder().addAllAttempted(infos).addAllCommitted(infos))
            .build());
  }

  @Override
  public void describePipelineOptions(
      DescribePipelineOptionsRequest request,
      StreamObserver<DescribePipelineOptionsResponse> client) {
    answer(
        client,
        DescribePipelineOptionsResponse.newBuilder().addAllOptions(OptionList.describe()).build());
  }

  private static <T> void answer(StreamObserver<T> client, T response) {
    client.onNext(response);
    client.onCompleted();
  }
}
