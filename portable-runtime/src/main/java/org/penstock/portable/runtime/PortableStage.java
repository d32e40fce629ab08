package org.penstock.portable.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.FinalizeBundleRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.InstructionRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleSplitRequest;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleSplitResponse;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateResponse;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.plane.Inbox;
import org.penstock.portable.runtime.plane.StateCall;
import org.penstock.portable.runtime.state.StateAnswers;

/**
 * A stage of one subtask, which runs in an SDK harness.
 *
 * <p>All methods are called by the task's thread, and what the host's {@link PortableStageContext}
 * is given is given by that thread, within a call of a method here. A bundle is {@link
 * #startBundle}, any number of {@link #process}, {@link #onTimer}, {@link #drain}, {@link #flush}
 * and {@link #split}, then {@link #finishBundle}, which waits until all is done. After an exception
 * the stage can only be closed.
 *
 * <p>Outputs come as the worker makes them, in any of these methods. A host that does nothing must
 * call {@link #drain} when it is asked to by {@link PortableStageContext#signal}, for the worker
 * may be waiting for state.
 */
public final class PortableStage implements AutoCloseable {
  private static final String EMBEDS = "beam:protocol:control_request_elements_embedding:v1";
  private static final long BACKLOG_BYTES = 4 << 20;
  private static final long OLD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SPLIT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LAST_BUNDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final PortableStageSpec spec;
  private final PortableStageContext context;
  private final Inbox inbox;
  private final StageConnection connection;
  private final StageOutputs outputs;
  private final StageResiduals residuals;
  private final StageMetrics metrics;
  private final BundleProgress progress;
  private final DataSamples samples;
  private final StateAnswers answers;
  private final KeptGroups groups = new KeptGroups(KeptGroups.INLINE_BYTES);
  private final List<ProcessBundleRequest.CacheToken> cacheTokens;
  private final List<Finalization> finalizations = new ArrayList<>();
  private @Nullable Bundle bundle;
  private @Nullable Exception stateFailure;
  private boolean failed;
  private boolean closed;

  private PortableStage(PortableStageSpec spec, PortableStageContext context)
      throws IOException, InterruptedException {
    this.spec = spec;
    this.context = context;
    this.inbox = new Inbox(context::signal);
    this.answers = new StateAnswers(new StageParts(spec, context, groups));
    this.metrics = new StageMetrics(spec, context.metrics());
    this.cacheTokens = CacheTokens.of(spec, context.sideInputsAreFixed());
    this.connection =
        StageConnection.open(
            spec,
            context,
            inbox,
            new FromWorker(),
            context.mayKeepGroups() && spec.capable(StateBackedInput.CAPABILITY) ? groups : null);
    this.progress = new BundleProgress(connection, metrics);
    this.samples = new DataSamples(spec, context, connection);
    this.outputs = new StageOutputs(context, connection.layout());
    this.residuals = new StageResiduals(spec, connection.layout());
  }

  /**
   * Opens a stage; starts a worker for it if no other stage of the job has.
   *
   * @throws IllegalArgumentException if no plugin can start the stage's environment
   * @throws WorkerException if the worker does not come up
   * @throws IOException if a worker cannot be started, or a coder of the stage is broken
   * @throws InterruptedException if the thread was interrupted
   */
  public static PortableStage open(PortableStageSpec spec, PortableStageContext context)
      throws IOException, InterruptedException {
    return new PortableStage(spec, context);
  }

  /**
   * Begins a bundle. The worker hears of it with the first elements.
   *
   * @throws IllegalStateException if one is open
   */
  public void startBundle() {
    if (bundle != null) {
      throw new IllegalStateException("The stage " + spec.name() + " has a bundle open already");
    }
    bundle = new Bundle(connection.nextInstruction(), connection.layout(), spec.splittable());
    progress.started();
  }

  /** Whether a bundle is open. */
  public boolean bundleOpen() {
    return bundle != null;
  }

  /**
   * Gives the worker an element of the stage's input. Waits only while too much is on the way to
   * the worker, and works on what comes from it meanwhile.
   *
   * @throws org.penstock.spi.StepException if the user's code has failed
   * @throws WorkerException if the worker has ended
   */
  public void process(WindowedValue<?> element) throws Exception {
    Bundle current = current();
    guarded(
        () -> {
          if (current.takesMore()) {
            current.remember(element);
            current.input().add(element);
            afterInput(current);
          } else {
            context.residual(StageResiduals.untouched(element));
          }
        });
  }

  /**
   * Whether the worker may still read a group that it was given in the open bundle: what the group
   * is read from must not go away before the bundle is finished.
   */
  public boolean keepsGroup() {
    return !groups.isEmpty();
  }

  /**
   * Gives the worker a timer that has fired.
   *
   * @param key the encoded key, as it was given to the {@link TimerSink}
   * @param timer the timer, likewise
   */
  public void onTimer(ByteString key, TimerData timer) throws Exception {
    Bundle current = current();
    guarded(
        () -> {
          outputs.fire(key, timer, current.input());
          afterInput(current);
        });
  }

  private void afterInput(Bundle current) throws Exception {
    BundleInput input = current.input();
    if (input.size() >= BundleInput.MESSAGE_BYTES || input.age() > OLD_NANOS) {
      send(current);
    }
    progress.look(current);
    if (!inbox.isEmpty()) {
      inbox.drain();
    }
    while (connection.plane().backlog() > BACKLOG_BYTES) {
      connection.await();
      progress.look(current);
    }
  }

  /** Sends the worker what was collected for it. */
  public void flush() throws Exception {
    Bundle current = bundle;
    if (current != null) {
      guarded(() -> send(current));
    }
  }

  private void send(Bundle current) {
    if (!current.input().isEmpty()) {
      start(current, null);
      connection.plane().send(current.input().take(false));
    }
  }

  private void start(Bundle current, @Nullable Elements all) {
    if (current.started()) {
      return;
    }
    current.start();
    ProcessBundleRequest.Builder request =
        ProcessBundleRequest.newBuilder()
            .setProcessBundleDescriptorId(connection.layout().descriptor().getId())
            .addAllCacheTokens(cacheTokens);
    if (all != null) {
      request.setElements(all);
    }
    connection.instruct(
        InstructionRequest.newBuilder().setInstructionId(current.id()).setProcessBundle(request),
        (response, failure) -> {
          current.over();
          if (response == null) {
            throw describe(failure);
          }
          if (current == bundle) {
            current.respond(response.getProcessBundle());
            outputs.take(current, response.getProcessBundle().getElements());
          }
        });
  }

  private RuntimeException describe(@Nullable Throwable failure) throws InterruptedException {
    RuntimeException described =
        connection.failure(
            failure == null ? new IllegalStateException("No answer, and no reason") : failure);
    if (stateFailure != null) {
      described.addSuppressed(stateFailure);
    }
    return described;
  }

  /** Works on what has come from the worker, without waiting; there need not be a bundle. */
  public void drain() throws Exception {
    if (!failed && !closed) {
      guarded(inbox::drain);
    }
  }

  /**
   * Ends the bundle: waits until the worker has processed all and all its outputs have been passed
   * on.
   *
   * @throws IllegalStateException if no bundle is open
   */
  public void finishBundle() throws Exception {
    finishBundle(Long.MAX_VALUE);
  }

  /**
   * Ends the bundle, as the other method does, and before long: what the worker has not processed
   * when it has had its turn is asked back, and comes as {@link Residual}s.
   *
   * @param turnNanos how many nanoseconds the worker has before it is asked, again and again, to
   *     keep as little as it can
   * @throws IllegalStateException if no bundle is open
   */
  public void finishBundle(long turnNanos) throws Exception {
    Bundle current = current();
    long start = System.nanoTime();
    guarded(
        () -> {
          if (current.started() || !current.input().isEmpty()) {
            endInput(current);
            await(current, start, turnNanos);
            complete(current, current.response());
            samples.bundleFinished();
          }
          bundle = null;
          answers.bundleFinished();
          groups.clear();
        });
    context.metrics().bundleFinished();
  }

  private void await(Bundle current, long start, long turnNanos) throws Exception {
    long turn = turnNanos;
    while (!current.complete()) {
      long left = turn - (System.nanoTime() - start);
      if (left <= 0 && !current.asking()) {
        split(0);
        // It may have been too early, or between two elements.
        turn = System.nanoTime() - start + SPLIT_AGAIN_NANOS;
        left = SPLIT_AGAIN_NANOS;
      }
      connection.await(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      progress.look(current);
    }
  }

  private void endInput(Bundle current) {
    Elements rest = current.input().take(true);
    current.endInput();
    if (!current.started() && spec.capable(EMBEDS)) {
      start(current, rest);
    } else {
      start(current, null);
      connection.plane().send(rest);
    }
  }

  private void complete(Bundle current, @Nullable ProcessBundleResponse response) throws Exception {
    if (response == null) {
      return;
    }
    metrics.add(response.getMonitoringInfosList());
    for (var residual : response.getResidualRootsList()) {
      context.residual(residuals.of(residual, false));
    }
    if (response.getRequiresFinalization()) {
      FinalizeBundleRequest request =
          FinalizeBundleRequest.newBuilder().setInstructionId(current.id()).build();
      finalizations.add(
          // The worker itself knows when a callback is too late.
          Finalization.of(
              BoundedWindow.TIMESTAMP_MAX_VALUE,
              () -> connection.tell(InstructionRequest.newBuilder().setFinalizeBundle(request))));
    }
  }

  /**
   * What the bundles since the last call want to have done when their checkpoint has completed. To
   * be taken in the checkpoint's snapshot, and called by the task's thread.
   */
  public List<Finalization> takeFinalizations() {
    List<Finalization> taken = List.copyOf(finalizations);
    finalizations.clear();
    return taken;
  }

  /**
   * Asks the worker to give back a part of what it still has to do in the bundle; the part, if any,
   * comes as {@link Residual}s before the bundle is finished. Does nothing without a bundle, or
   * while an earlier question is open.
   *
   * @param fraction how much of the rest the worker keeps: 0 for as little as it can
   */
  public void split(double fraction) throws Exception {
    Bundle current = bundle;
    if (current == null || current.asking() || current.input().count() == 0) {
      return;
    }
    guarded(
        () -> {
          send(current);
          current.asked();
          connection.instruct(
              InstructionRequest.newBuilder()
                  .setProcessBundleSplit(
                      ProcessBundleSplitRequest.newBuilder()
                          .setInstructionId(current.id())
                          .putDesiredSplits(
                              connection.layout().inputId(),
                              ProcessBundleSplitRequest.DesiredSplit.newBuilder()
                                  .setFractionOfRemainder(fraction)
                                  .setEstimatedInputElements(current.input().count())
                                  .build())),
              (response, failure) -> {
                current.answered();
                // A bundle that is complete already cannot be split: that is no failure of it.
                if (response != null && current == bundle) {
                  takeSplit(current, response.getProcessBundleSplit());
                }
              });
        });
  }

  private void takeSplit(Bundle current, ProcessBundleSplitResponse split) throws Exception {
    for (var residual : split.getResidualRootsList()) {
      context.residual(residuals.of(residual, true));
    }
    for (var channel : split.getChannelSplitsList()) {
      // A stage has one input only; the Java SDK does not name it.
      if (channel.getTransformId().isEmpty()
          || channel.getTransformId().equals(connection.layout().inputId())) {
        for (WindowedValue<?> element : current.leave(channel.getFirstResidualElement())) {
          context.residual(StageResiduals.untouched(element));
        }
      }
    }
  }

  private Bundle current() {
    if (bundle == null) {
      throw new IllegalStateException("The stage " + spec.name() + " has no bundle open");
    }
    return bundle;
  }

  private void guarded(Inbox.Work work) throws Exception {
    try {
      work.run();
    } catch (Exception | Error e) {
      failed = true;
      throw e;
    }
  }

  /**
   * Closes the stage. A bundle that is open is ended without its outputs; the worker is given a
   * moment for it. Closing twice does nothing.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      abandonBundle();
    } finally {
      connection.close();
      inbox.clear();
    }
  }

  private void abandonBundle() {
    Bundle current = bundle;
    if (current == null || !current.started() || current.isOver()) {
      return;
    }
    outputs.discard();
    if (!current.inputEnded()) {
      endInput(current);
    }
    long deadline = System.nanoTime() + LAST_BUNDLE_NANOS;
    while (!current.isOver() && System.nanoTime() < deadline) {
      try {
        connection.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) {
        // It has failed, or the worker has: it is over.
        return;
      }
    }
  }

  /** Takes what comes from the worker, on the task's thread. */
  private final class FromWorker implements StageConnection.Receiver {
    @Override
    public void elements(Elements elements) throws Exception {
      Bundle current = bundle;
      if (current != null) {
        outputs.take(current, elements);
      }
      connection.plane().received();
    }

    @Override
    public void state(StateCall call) {
      Bundle current = bundle;
      StateResponse.Builder response;
      try {
        if (current == null || !current.id().equals(call.request().getInstructionId())) {
          throw new IOException("The bundle that the worker asks for state for is over");
        }
        if (closed) {
          throw new IOException("The stage is closed");
        }
        response = answers.answer(call.request());
      } catch (Exception e) {
        stateFailure = e;
        response = StateResponse.newBuilder().setError(Throwables.getStackTraceAsString(e));
      }
      call.answer().accept(response);
    }
  }
}
