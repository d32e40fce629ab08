package org.penstock.portable.batch;

import java.util.Queue;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.PortableStageContext;
import org.penstock.portable.runtime.Residual;
import org.penstock.portable.runtime.SideInputReader;
import org.penstock.portable.runtime.TimerSink;
import org.penstock.portable.runtime.host.WorkerMail;
import org.penstock.portable.runtime.host.WorkerOutputs;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.batch.ProcessorContext;

/** What a stage has around it in the task of a batch job. */
final class StageHost implements PortableStageContext {
  private final ProcessorContext context;
  private final RuntimeContext runtime;
  private final @Nullable OpenKeys keys;
  private final Queue<Residual> residuals;
  private final WorkerMail mail;
  private final SideInputReader sideInputs;
  private final WorkerOutputs outputs;

  /**
   * @param residuals takes what is left of elements
   */
  StageHost(
      ProcessorContext context,
      WorkerOutputs outputs,
      SideInputReader sideInputs,
      @Nullable OpenKeys keys,
      Queue<Residual> residuals,
      WorkerMail mail) {
    this.context = context;
    this.runtime = context.task().runtime();
    this.outputs = outputs;
    this.sideInputs = sideInputs;
    this.keys = keys;
    this.residuals = residuals;
    this.mail = mail;
  }

  @Override
  public String jobId() {
    return runtime.getJobInfo().getJobId().toHexString();
  }

  @Override
  public PipelineOptions options() {
    return context.options();
  }

  @Override
  public int subtask() {
    return runtime.getTaskInfo().getIndexOfThisSubtask();
  }

  @Override
  public ClassLoader userCodeLoader() {
    return runtime.getUserCodeClassLoader();
  }

  @Override
  public TaskMetrics metrics() {
    return context.metrics();
  }

  @Override
  public void signal() {
    mail.send();
  }

  @Override
  public void output(String pcollectionId, WindowedValue<?> value) {
    outputs.collect(pcollectionId, value);
  }

  @Override
  public StateInternals stateFor(ByteString key) {
    return openKeys().state(key);
  }

  private OpenKeys openKeys() {
    if (keys == null) {
      throw new IllegalStateException("The stage has state, and its input is not read by key");
    }
    return keys;
  }

  @Override
  public SideInputReader sideInputs() {
    return sideInputs;
  }

  @Override
  public boolean sideInputsAreFixed() {
    return true;
  }

  @Override
  public boolean mayKeepGroups() {
    return true;
  }

  @Override
  public TimerSink timers() {
    return keys == null ? TimerSink.none() : keys;
  }

  @Override
  public void residual(Residual residual) {
    residuals.add(residual);
  }
}
