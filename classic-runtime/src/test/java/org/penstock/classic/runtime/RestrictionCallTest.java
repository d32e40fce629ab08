package org.penstock.classic.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn.ProcessContinuation;
import org.apache.beam.sdk.transforms.splittabledofn.ManualWatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.OffsetRangeTracker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimator;
import org.apache.beam.sdk.transforms.splittabledofn.WatermarkEstimators;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RestrictionCallTest {
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final WatermarkEstimators.Manual watermark =
      new WatermarkEstimators.Manual(Instant.ofEpochMilli(0));

  private record Limits(long maxSteps, long maxNanos) implements RestrictionRuntime {
    @Override
    public void later(WindowedValue<?> element, Duration delay, Instant watermark) {
      throw new UnsupportedOperationException("The call itself keeps nothing");
    }
  }

  @SuppressWarnings("unchecked") // the call takes them as a DoFn's invoker makes them
  private RestrictionCall call(@Nullable RestrictionRuntime host) {
    RestrictionTracker<?, ?> tracker = new OffsetRangeTracker(new OffsetRange(0, 10));
    WatermarkEstimator<?> estimator = watermark;
    return new RestrictionCall(
        (RestrictionTracker<Object, Object>) tracker,
        (WatermarkEstimator<Object>) estimator,
        new OutputObserver(),
        host);
  }

  private long claims(RestrictionCall call) {
    long position = 0;
    while (call.tryClaim(position)) {
      ((ManualWatermarkEstimator<?>) watermark).setWatermark(Instant.ofEpochMilli(position));
      position++;
    }
    return position;
  }

  @Test
  void aClaimFailsWhenThereWereEnough() {
    RestrictionCall call = call(new Limits(3, HOUR_NANOS));

    assertThat(claims(call)).isEqualTo(3);
    assertThat(call.end(ProcessContinuation.stop()))
        .isEqualTo(
            new RestrictionCall.Rest(
                new OffsetRange(3, 10), Instant.ofEpochMilli(2), Instant.ofEpochMilli(2)));
  }

  @Test
  void theFirstClaimSucceedsHoweverLate() {
    RestrictionCall call = call(new Limits(1000, 0));

    assertThat(claims(call)).isEqualTo(1);
    assertThat(call.end(ProcessContinuation.stop()))
        .isEqualTo(
            new RestrictionCall.Rest(
                new OffsetRange(1, 10), Instant.ofEpochMilli(0), Instant.ofEpochMilli(0)));
  }

  @Test
  void withoutAHostItGoesToTheEnd() {
    RestrictionCall call = call(null);

    assertThat(claims(call)).isEqualTo(10);
    assertThat(call.end(ProcessContinuation.stop())).isNull();
  }

  @Test
  void whatTheDoFnLeavesIsTheRest() {
    RestrictionCall call = call(new Limits(1000, HOUR_NANOS));
    call.tryClaim(0L);
    watermark.setWatermark(Instant.ofEpochMilli(7));

    assertThat(call.end(ProcessContinuation.resume()))
        .isEqualTo(
            new RestrictionCall.Rest(
                new OffsetRange(1, 10), Instant.ofEpochMilli(7), Instant.ofEpochMilli(7)));
  }

  @Test
  void leavingSomethingOutIsAnError() {
    RestrictionCall call = call(new Limits(1000, HOUR_NANOS));
    call.tryClaim(0L);

    assertThatIllegalStateException().isThrownBy(() -> call.end(ProcessContinuation.stop()));
  }

  @Test
  void whatIsSplitOffGoesOnAtOnceUnlessTheDoFnWantsToWait() {
    assertThat(RestrictionCall.delay(ProcessContinuation.stop())).isEqualTo(Duration.ZERO);
    assertThat(
            RestrictionCall.delay(
                ProcessContinuation.resume().withResumeDelay(Duration.millis(12))))
        .isEqualTo(Duration.millis(12));
  }
}
