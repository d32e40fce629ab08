package org.penstock.portable.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.SampleDataRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.SampleDataResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.SampledElement;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.spi.WorkerLogs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows some elements of each PCollection of a stage, where the experiment {@code
 * enable_data_sampling} asks for it and the SDK collects them: in the log, as if the worker had
 * logged them.
 */
final class DataSamples {
  private static final Logger LOG = LoggerFactory.getLogger(DataSamples.class);
  private static final String EXPERIMENT = "enable_data_sampling";
  private static final String CAPABILITY = "beam:protocol:data_sampling:v1";
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int LONGEST = 1_000;

  private final PortableStageSpec spec;
  private final StageConnection connection;
  private final String jobId;
  private final boolean wanted;
  private long last;
  private boolean asking;

  DataSamples(PortableStageSpec spec, PortableStageContext context, StageConnection connection) {
    this.spec = spec;
    this.connection = connection;
    this.jobId = context.jobId();
    this.wanted =
        ExperimentalOptions.hasExperiment(context.options(), EXPERIMENT)
            && spec.capable(CAPABILITY);
    this.last = System.nanoTime() - INTERVAL_NANOS;
  }

  /** At the end of a bundle: shows what the worker has, unless it did a moment ago. */
  void bundleFinished() throws Exception {
    if (!wanted || System.nanoTime() - last < INTERVAL_NANOS) {
      return;
    }
    last = System.nanoTime();
    asking = true;
    connection.instruct(
        InstructionRequest.newBuilder()
            .setSampleData(
                SampleDataRequest.newBuilder()
                    .addAllPcollectionIds(
                        spec.parsed().getComponents().getPcollectionsMap().keySet())),
        (response, failure) -> {
          asking = false;
          if (response != null) {
            response.getSampleData().getElementSamplesMap().forEach(this::show);
          }
        });
    while (asking) {
      connection.await();
    }
  }

  private void show(String pcollectionId, SampleDataResponse.ElementList samples) {
    RunnerApi.PCollection pcollection =
        spec.parsed().getComponents().getPcollectionsMap().get(pcollectionId);
    if (pcollection == null || samples.getElementsCount() == 0) {
      return;
    }
    List<String> texts =
        samples.getElementsList().stream().map(one -> text(pcollectionId, one)).toList();
    String message = "Samples of " + pcollection.getUniqueName() + ": " + String.join(", ", texts);
    LOG.info(message);
    WorkerLogs.publish(
        jobId,
        LogEntry.newBuilder().setSeverity(LogEntry.Severity.Enum.INFO).setMessage(message).build());
  }

  private String text(String pcollectionId, SampledElement sample) {
    String text = text(pcollectionId, sample.getElement());
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return sample.hasException() ? shown + " (has failed)" : shown;
  }

  /** The element where the runner can read it; else whatever of it is text. */
  private String text(String pcollectionId, ByteString element) {
    try {
      Coder<Object> coder = spec.components().coderOf(pcollectionId);
      var in = element.newInput();
      Object read = coder.decode(in);
      if (in.available() == 0) {
        return String.valueOf(read);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("A sample of {} is not readable here", pcollectionId, e);
    }
    return element.toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}|�", ".");
  }
}
