package org.penstock.portable.streaming;

import java.io.IOException;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.PortableStage;
import org.penstock.portable.runtime.PortableStageContext;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.portable.runtime.Residual;
import org.penstock.portable.runtime.SideInputReader;
import org.penstock.portable.runtime.TimerSink;
import org.penstock.portable.runtime.host.WorkerMail;
import org.penstock.portable.runtime.host.WorkerOutputs;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.streaming.KeyedContext;
import org.penstock.runtime.streaming.ProcessorContext;

/** What a stage finds around it in its task. */
final class StageHost implements PortableStageContext {
  private final ProcessorContext task;
  private final SideInputReader sideInputs;
  private final @Nullable KeyedHost keyed;
  private final Outputs outputs;
  private final WorkerMail mail;
  private @Nullable PortableStage stage;
  private @Nullable ResidualSink residuals;

  /** Takes the outputs of a stage. */
  @FunctionalInterface
  interface Outputs {
    void take(String pcollectionId, WindowedValue<?> value);
  }

  /** Takes what is left of an element. */
  @FunctionalInterface
  interface ResidualSink {
    void take(Residual residual);
  }

  private StageHost(ProcessorContext task, SideInputReader sideInputs, Outputs outputs) {
    this.task = task;
    this.sideInputs = sideInputs;
    this.outputs = outputs;
    KeyedContext context = task.keyed();
    this.keyed = context == null ? null : new KeyedHost(context, task.timeIsVirtual());
    this.mail = new WorkerMail(task.mailbox(), this::drain);
  }

  /** The host of an operator's stage, whose outputs are the operator's. */
  static StageHost of(PortableStageSpec spec, SideInputReader sideInputs, ProcessorContext task) {
    return new StageHost(
        task, sideInputs, new WorkerOutputs(spec.outputs(), task.outputs())::collect);
  }

  /** The host of another stage in the same place, whose outputs go elsewhere. */
  StageHost beside(Outputs elsewhere) {
    return new StageHost(task, sideInputs, elsewhere);
  }

  /**
   * Opens the stage.
   *
   * @throws IOException if its worker cannot be started
   * @throws InterruptedException if the thread was interrupted
   */
  PortableStage open(PortableStageSpec spec) throws IOException, InterruptedException {
    PortableStage opened = PortableStage.open(spec, this);
    stage = opened;
    return opened;
  }

  private void drain() throws Exception {
    if (stage != null) {
      stage.drain();
    }
  }

  /** From now on takes what is left of elements. */
  void onResidual(ResidualSink sink) {
    residuals = sink;
  }

  /**
   * State and timers.
   *
   * @throws IllegalStateException if the input is not partitioned by key
   */
  KeyedHost keyed() {
    if (keyed == null) {
      throw new IllegalStateException("The input of this stage is not partitioned by key");
    }
    return keyed;
  }

  @Override
  public String jobId() {
    return task.runtimeContext().getJobInfo().getJobId().toHexString();
  }

  @Override
  public PipelineOptions options() {
    return task.options();
  }

  @Override
  public int subtask() {
    return task.runtimeContext().getTaskInfo().getIndexOfThisSubtask();
  }

  @Override
  public ClassLoader userCodeLoader() {
    return task.runtimeContext().getUserCodeClassLoader();
  }

  @Override
  public TaskMetrics metrics() {
    return task.metrics();
  }

  @Override
  public void signal() {
    mail.send();
  }

  @Override
  public void output(String pcollectionId, WindowedValue<?> value) {
    outputs.take(pcollectionId, value);
  }

  @Override
  public StateInternals stateFor(ByteString key) {
    return keyed().stateFor(key);
  }

  @Override
  public SideInputReader sideInputs() {
    return sideInputs;
  }

  @Override
  public TimerSink timers() {
    return keyed();
  }

  @Override
  public void residual(Residual residual) {
    if (residuals == null) {
      throw new IllegalStateException("The stage has no restrictions, and leaves " + residual);
    }
    residuals.take(residual);
  }
}
