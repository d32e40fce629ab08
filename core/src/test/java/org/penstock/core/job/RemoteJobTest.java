package org.penstock.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.application.WebSubmissionJobClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

final class RemoteJobTest {
  /** Flink's client of such a program throws at once, and what submits a job asks at once. */
  @Test
  void aProgramThatWasUploadedToItsClusterCanSubmitAJobThoughNotWaitForIt() {
    JobID id = new JobID();
    RemoteJob job =
        new RemoteJob(
            new WebSubmissionJobClient(id),
            Optional.empty(),
            SavepointSettings.of(new Configuration()));

    assertThat(job.id()).isEqualTo(id);
    assertThat(job.result())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOf(FlinkRuntimeException.class);
  }
}
