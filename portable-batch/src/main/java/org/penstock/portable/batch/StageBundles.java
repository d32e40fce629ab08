package org.penstock.portable.batch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.PortableStage;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.portable.runtime.Residual;
import org.penstock.portable.runtime.SideInputReader;
import org.penstock.portable.runtime.host.WorkerMail;
import org.penstock.portable.runtime.host.WorkerOutputs;
import org.penstock.runtime.batch.BundleLimits;
import org.penstock.runtime.batch.ProcessorContext;

/**
 * Cuts the elements of a stage into bundles. The stage is opened for its first element, so a task
 * without any needs no worker.
 */
final class StageBundles implements AutoCloseable {
  private final PortableStageSpec spec;
  private final StageHost host;
  private final BundleLimits limits;
  private final Deque<Residual> residuals = new ArrayDeque<>();
  private @Nullable PortableStage stage;

  /**
   * @param sideInputs the PCollections of the operator's side inputs, in their order
   * @param keys state and timers; null for a stage without
   */
  StageBundles(
      PortableStageSpec spec,
      List<String> sideInputs,
      ProcessorContext context,
      @Nullable OpenKeys keys) {
    this.spec = spec;
    this.limits = new BundleLimits(context.options());
    WorkerMail mail = new WorkerMail(context.task().mailbox(), this::drain);
    SideInputReader reader =
        sideInputs.isEmpty()
            ? SideInputReader.none()
            : new StoredSideInputs(sideInputs, spec.components(), context.sideInputs());
    this.host =
        new StageHost(
            context,
            new WorkerOutputs(spec.outputs(), context.outputs()),
            reader,
            keys,
            residuals,
            mail);
  }

  private void drain() throws Exception {
    if (stage != null) {
      stage.drain();
    }
  }

  /** Gives the stage an element. */
  void process(WindowedValue<?> element) throws Exception {
    PortableStage current = beforeElement();
    current.process(element);
    if (current.keepsGroup()) {
      // The values that the worker has not got are good until the next element.
      finish();
    }
  }

  /** Gives the stage a timer that has fired. */
  void onTimer(ByteString key, TimerData timer) throws Exception {
    beforeElement().onTimer(key, timer);
  }

  private PortableStage beforeElement() throws Exception {
    if (limits.reached()) {
      finish();
    }
    PortableStage current = stage;
    if (current == null) {
      current = open();
    }
    if (!current.bundleOpen()) {
      current.startBundle();
      limits.started();
    }
    limits.counted();
    return current;
  }

  private PortableStage open() throws IOException, InterruptedException {
    PortableStage opened = PortableStage.open(spec, host);
    stage = opened;
    return opened;
  }

  /** Ends the open bundle, and those of what splittable DoFns have left for later. */
  void finish() throws Exception {
    PortableStage current = stage;
    if (current == null) {
      return;
    }
    if (current.bundleOpen()) {
      end(current);
    }
    while (!residuals.isEmpty()) {
      current.startBundle();
      current.process(residuals.remove().element());
      end(current);
    }
  }

  private void end(PortableStage current) throws Exception {
    current.finishBundle();
    limits.started();
    for (Finalization finalization : current.takeFinalizations()) {
      finalization.getCallback().onBundleSuccess();
    }
  }

  @Override
  public void close() {
    if (stage != null) {
      stage.close();
    }
  }
}
