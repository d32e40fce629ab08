package org.penstock.runtime.streaming;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.CoderSerializer;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.Watermarks;
import org.penstock.runtime.state.FlinkStateInternals;
import org.penstock.runtime.state.FlinkTimers;
import org.penstock.runtime.state.WatermarkHolds;

/**
 * Hosts a processor: cuts what comes in into bundles, and sees to watermarks, timers and
 * checkpoints around them. A bundle has always ended when a watermark or a checkpoint barrier
 * leaves the operator, so neither ever finds anything half done.
 */
abstract class HostedOperator<InputT, OutputT> extends AbstractStreamOperatorV2<OutputT> {
  private static final long serialVersionUID = 1L;

  private final transient OperatorSpec<InputT> spec;
  private final MailboxExecutor mailbox;
  private final WatermarkHolds holds = new WatermarkHolds();
  private final BundleLimits limits;
  private final InputPauses pauses;
  private final @Nullable TestTask<OutputT> test;
  private final Finalizations finalizations;
  private final TaskMetrics taskMetrics;
  private final WorkReport workReport;
  private Processor<InputT> processor = new NoProcessor<>();
  private @Nullable KeyedContext keyed;
  private boolean bundleOpen;
  private long bundleSize;
  private BundleSize maxBundleSize = BundleSize.fixed(1);
  private boolean holdsBack;
  private boolean restored;
  private long inputWatermark = Long.MIN_VALUE;
  private long timerWatermark = Long.MIN_VALUE;
  private long outputWatermark = Long.MIN_VALUE;

  HostedOperator(
      OperatorSpec<InputT> spec, StreamOperatorParameters<OutputT> parameters, int inputs) {
    this(spec, parameters, inputs, TestTask.of(spec, parameters));
  }

  private HostedOperator(
      OperatorSpec<InputT> spec,
      StreamOperatorParameters<OutputT> parameters,
      int inputs,
      @Nullable TestTask<OutputT> test) {
    super(test == null ? parameters : test.parameters(), inputs);
    PipelineOptions options = spec.options().get();
    this.test = test;
    this.spec = spec;
    this.mailbox = parameters.getMailboxExecutor();
    this.limits =
        new BundleLimits(options, parameters.getProcessingTimeService(), this::finishBundle);
    this.pauses =
        new InputPauses(
            parameters.getProcessingTimeService(),
            () -> bundleOpen ? bundleSize : -1,
            this::finishBundle);
    this.finalizations = new Finalizations(spec.checkpointing());
    this.taskMetrics = TaskMetrics.of(getRuntimeContext(), getMetricGroup());
    this.workReport =
        new WorkReport(
            spec.sources() == null
                ? null
                : parameters.getOperatorEventDispatcher().getOperatorEventGateway(getOperatorID()));
  }

  @Override
  public final void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restored = context.isRestored();
  }

  @Override
  public final void open() throws Exception {
    super.open();
    if (test != null) {
      test.open(restored, this::finishBundle);
    }
    keyed = spec.keyedWindows() == null ? null : keyed(spec.keyedWindows());
    processor =
        spec.processor()
            .create(
                new TaskContext(
                    spec.options().get(),
                    taskMetrics,
                    spec.senders()
                        .open(output, spec.sideOutputs(), config, getUserCodeClassloader()),
                    holds,
                    getOperatorStateBackend(),
                    keyed,
                    new WakeUps(getProcessingTimeService(), this::wakeUp),
                    mailbox,
                    getRuntimeContext(),
                    test));
    holdsBack = processor.holdsBack();
    maxBundleSize =
        test == null && processor.limitsItself()
            ? BundleSize.fixed(Long.MAX_VALUE)
            : limits.size(holdsBack && test == null);
    if (test != null) {
      test.hold(processor.hasUnstableInput());
    }
    if (processor.hasOwnWatermark()) {
      inputWatermark = Long.MAX_VALUE;
    }
    if (restored && keyed != null) {
      keyed.stateInternals().restoreHolds();
      keyed.timers().restore();
    }
  }

  private KeyedContext keyed(Coder<? extends BoundedWindow> windows) {
    KeyedStateBackend<EncodedKey> backend = getKeyedStateBackend();
    FlinkStateInternals state = new FlinkStateInternals(backend, windows, holds);
    // A test stream says what time it is, to the millisecond.
    long lag = test == null ? FlinkTimers.USUAL_LAG : 0;
    FlinkTimers timers = new FlinkTimers(backend, windows, holds, this::onTimer, lag);
    timers.open(
        getInternalTimerService("timers", timers.namespaceSerializer(), timers.triggerable()));
    return new KeyedContext(backend, state, timers, this::windowTimers);
  }

  private InternalTimerService<BoundedWindow> windowTimers(
      Coder<BoundedWindow> windows, WindowTimers.Callback callback) {
    return getInternalTimerService(
        "windows",
        new CoderSerializer<>(windows),
        new Triggerable<EncodedKey, BoundedWindow>() {
          @Override
          public void onEventTime(InternalTimer<EncodedKey, BoundedWindow> timer) throws Exception {
            openBundle();
            callback.onWindow(timer.getKey(), timer.getNamespace());
            bundleSize++;
          }

          @Override
          public void onProcessingTime(InternalTimer<EncodedKey, BoundedWindow> timer) {
            throw new IllegalStateException("Windows end in event time, not as " + timer);
          }
        });
  }

  final Processor<InputT> processor() {
    return processor;
  }

  // Elements, timers, bundles

  /** Takes an element of the main input. */
  final void element(InputT element) throws Exception {
    openBundle();
    processor.process(element);
    if (++bundleSize >= maxBundleSize.max()) {
      finishBundle();
    }
  }

  /** What an input has delivered, an element or a watermark, is processed. */
  final void processed(int input) {
    if (test != null) {
      test.hold(processor.hasUnstableInput());
      test.processed(input);
    }
  }

  private void onTimer(EncodedKey key, org.apache.beam.runners.core.TimerInternals.TimerData timer)
      throws Exception {
    openBundle();
    processor.onTimer(key, timer);
    bundleSize++;
  }

  /** Opens a bundle unless one is open. */
  final void openBundle() throws Exception {
    if (!bundleOpen) {
      bundleOpen = true;
      bundleSize = 0;
      limits.started();
      if (holdsBack) {
        pauses.started();
      }
      if (test != null) {
        test.bundleOpened();
      }
      processor.startBundle();
    }
  }

  /** Goes on with elements that wait for a side input, after one has changed. */
  final void processWaiting() throws Exception {
    if (processor.waitingSince().isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      openBundle();
      processor.processWaiting();
      finishBundle();
      // What waited has held the timers' watermark as well.
      fireEventTimers();
      finishBundle();
    }
  }

  private void wakeUp() throws Exception {
    openBundle();
    processor.wakeUp();
    finishBundle();
  }

  /** Ends the open bundle, and those of timers that it has set for a time that is past already. */
  final void finishBundle() throws Exception {
    while (bundleOpen) {
      long start = System.nanoTime();
      processor.finishBundle();
      bundleOpen = false;
      maxBundleSize.ended(bundleSize, System.nanoTime() - start);
      taskMetrics.bundleFinished();
      finalizations.add(processor.takeFinalizations());
      fireEventTimers();
    }
    emitWatermark();
    if (test != null) {
      test.hold(processor.hasUnstableInput());
    }
  }

  // Watermarks

  /** The main input's watermark has moved. */
  final void inputWatermark(long watermark) throws Exception {
    finishBundle();
    inputWatermark = Math.max(inputWatermark, watermark);
    fireEventTimers();
    finishBundle();
    processor.watermark(Watermarks.toBeam(effectiveInputWatermark()));
  }

  private long effectiveInputWatermark() {
    Instant waitingSince = processor.waitingSince();
    return waitingSince.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)
        ? Math.min(inputWatermark, Watermarks.toFlink(waitingSince))
        : inputWatermark;
  }

  private void fireEventTimers() throws Exception {
    var timeService = getTimeServiceManager();
    if (keyed != null && timeService.isPresent()) {
      // A late element that waits would take it back.
      timerWatermark = Math.max(timerWatermark, effectiveInputWatermark());
      timeService.get().advanceWatermark(new Watermark(timerWatermark));
    }
  }

  private void emitWatermark() {
    long allowed = effectiveInputWatermark();
    Instant held = holds.min();
    // At the end of time all windows have expired. Timers of processing time may be left and hold
    // the watermark, but Beam would ignore them; only what is still to be processed counts.
    boolean atEnd =
        allowed == Long.MAX_VALUE && !processor.hasPendingWork() && !processor.hasOwnWatermark();
    if (!atEnd && held.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
      allowed = Math.min(allowed, Watermarks.toFlink(held));
    }
    emitWatermark(allowed);
  }

  private void emitWatermark(long watermark) {
    if (watermark > outputWatermark) {
      outputWatermark = watermark;
      if (keyed != null) {
        keyed.timers().outputWatermark(Watermarks.toBeam(watermark));
      }
      output.emitWatermark(new Watermark(watermark));
    }
    if (outputWatermark == Long.MAX_VALUE && !processor.hasPendingWork()) {
      workReport.noWorkLeft();
    }
  }

  /**
   * Stays until there is nothing left to do, for all inputs have ended. Where the sources stay as
   * long as there is anything to do, they end early only because they were told to: then there is
   * to be an end here as well.
   */
  final void inputsEnded() throws Exception {
    if (spec.sources() != null && spec.sources().all()) {
      openBundle();
      processor.drain();
    }
    finishBundle();
    if (test != null) {
      test.inputsEnded();
    }
    while (processor.hasPendingWork()) {
      mailbox.yield();
    }
    finishBundle();
    if (test != null) {
      test.ended();
    }
    taskMetrics.publish();
  }

  // Checkpoints

  @Override
  public final void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    finishBundle();
  }

  @Override
  public final void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    processor.snapshot(context.getCheckpointId());
    finalizations.checkpoint(context.getCheckpointId());
  }

  @Override
  public final void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    finalizations.completed(checkpointId);
    if (processor.waitsForCheckpoints()) {
      openBundle();
      processor.checkpointCompleted(checkpointId);
      finishBundle();
    }
  }

  @Override
  public final void close() throws Exception {
    try {
      processor.close();
    } finally {
      if (test != null) {
        test.close();
      }
      super.close();
    }
  }

  /** Before the real one is there; closing an operator that could not be opened finds it. */
  private static final class NoProcessor<InputT> implements Processor<InputT> {
    @Override
    public void process(InputT element) {
      throw new IllegalStateException("The operator is not open; it was given " + element);
    }
  }

  /** Something to do when it is time. */
  interface ProcessingTimeCallback {
    void call() throws Exception;
  }
}
