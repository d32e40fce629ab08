package org.penstock.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.Test;

final class PenstockPipelineOptionsTest {
  private static PenstockPipelineOptions options(String... arguments) {
    return PipelineOptionsFactory.fromArgs(arguments).as(PenstockPipelineOptions.class);
  }

  @Test
  void defaultsOfTheRun() {
    PenstockPipelineOptions options = options();

    assertThat(options.getFlinkMaster()).isEqualTo("[local]");
    assertThat(options.getFlinkConfDir()).isNull();
    assertThat(options.getPath()).isNull();
    assertThat(options.isExplain()).isFalse();
    assertThat(options.isCheckSavepoint()).isFalse();
    assertThat(options.isAttachedMode()).isTrue();
    assertThat(options.getJobTimeoutMillis()).isEqualTo(-1);
    assertThat(options.getParallelism()).isEqualTo(-1);
    assertThat(options.getMaxParallelism()).isEqualTo(-1);
    assertThat(options.getOperatorChaining()).isTrue();
    assertThat(options.getFilesToStage()).isNull();
  }

  @Test
  void defaultsOfThePaths() {
    PenstockPipelineOptions options = options();

    assertThat(options.getMaxBundleSize()).isEqualTo(-1);
    assertThat(options.getMaxBundleTimeMills()).isEqualTo(-1);
    assertThat(options.getAutoWatermarkInterval()).isEqualTo(-1);
    assertThat(options.getLatencyTrackingInterval()).isZero();
  }

  @Test
  void defaultsOfFailureAndState() {
    PenstockPipelineOptions options = options();

    assertThat(options.getNumberOfExecutionRetries()).isEqualTo(-1);
    assertThat(options.getExecutionRetryDelay()).isEqualTo(-1);
    assertThat(options.getCheckpointingInterval()).isEqualTo(-1);
    assertThat(options.getCheckpointingMode()).isEqualTo(CheckpointingMode.EXACTLY_ONCE);
    assertThat(options.getCheckpointTimeoutMillis()).isEqualTo(-1);
    assertThat(options.getMinPauseBetweenCheckpoints()).isEqualTo(-1);
    assertThat(options.getNumConcurrentCheckpoints()).isEqualTo(1);
    assertThat(options.getTolerableCheckpointFailureNumber()).isZero();
    assertThat(options.getUnalignedCheckpointEnabled()).isFalse();
    assertThat(options.isExternalizedCheckpointsEnabled()).isFalse();
    assertThat(options.getRetainExternalizedCheckpointsOnCancellation()).isFalse();
    assertThat(options.getStateBackend()).isNull();
    assertThat(options.getStateBackendStoragePath()).isNull();
    assertThat(options.getSavepointPath()).isNull();
    assertThat(options.getAllowNonRestoredState()).isFalse();
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertThatThrownBy(() -> options("--paralelism=2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("paralelism");
  }
}
