package org.penstock.portable.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.TaskWindowFn;

/** Has a worker of the pipeline's SDK merge windows, for one task. */
final class MergingInWorker implements PortableStageContext {
  private static final OpaqueWindowCoder CODER = new OpaqueWindowCoder(true);

  private final PortableStageSpec spec;
  private final TaskWindowFn.Task task;
  private @Nullable PortableStage stage;
  private @Nullable Object merged;

  MergingInWorker(PortableStageSpec spec, TaskWindowFn.Task task) {
    this.spec = spec;
    this.task = task;
  }

  /** Merges as the SDK says; a bundle of its own for each time. */
  @SuppressWarnings("unchecked") // the output is of the coder that the stage has for it
  void merge(WindowFn<Object, BoundedWindow>.MergeContext context) throws Exception {
    Collection<BoundedWindow> windows = context.windows();
    if (windows.size() < 2) {
      return;
    }
    List<byte[]> encoded = new ArrayList<>(windows.size());
    for (BoundedWindow window : windows) {
      encoded.add(CoderUtils.encodeToByteArray(CODER, (OpaqueWindow) window));
    }
    var answer =
        (KV<byte[], KV<Iterable<byte[]>, Iterable<KV<byte[], Iterable<byte[]>>>>>) ask(encoded);
    for (KV<byte[], Iterable<byte[]>> one : answer.getValue().getValue()) {
      List<BoundedWindow> parts = new ArrayList<>();
      for (byte[] part : one.getValue()) {
        parts.add(CoderUtils.decodeFromByteArray(CODER, part));
      }
      context.merge(parts, CoderUtils.decodeFromByteArray(CODER, one.getKey()));
    }
  }

  private Object ask(List<byte[]> windows) throws Exception {
    PortableStage open = stage;
    if (open == null) {
      open = PortableStage.open(spec, this);
      stage = open;
    }
    merged = null;
    open.startBundle();
    open.process(WindowedValues.valueInGlobalWindow(KV.of(new byte[0], windows)));
    open.finishBundle();
    return Objects.requireNonNull(merged, "The SDK has not answered how windows merge");
  }

  void close() {
    PortableStage open = stage;
    stage = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String jobId() {
    return task.runtime().getJobInfo().getJobId().toHexString();
  }

  @Override
  public PipelineOptions options() {
    return task.options();
  }

  @Override
  public int subtask() {
    return task.runtime().getTaskInfo().getIndexOfThisSubtask();
  }

  @Override
  public ClassLoader userCodeLoader() {
    return task.runtime().getUserCodeClassLoader();
  }

  @Override
  public TaskMetrics metrics() {
    return task.metrics();
  }

  /** The task's thread waits for the worker as long as there is something to wait for. */
  @Override
  public void signal() {}

  @Override
  public void output(String pcollectionId, WindowedValue<?> value) {
    merged = value.getValue();
  }
}
