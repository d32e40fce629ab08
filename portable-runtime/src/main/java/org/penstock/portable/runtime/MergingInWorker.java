package org.penstock.portable.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.TaskMetrics;
import org.penstock.runtime.TaskWindowFn;

/** Has a worker of the pipeline's SDK merge windows, for one task. */
final class MergingInWorker implements PortableStageContext {
  private static final OpaqueWindowCoder CODER = new OpaqueWindowCoder(true);

  private final PortableStageSpec spec;
  private final Coder<BoundedWindow> windowCoder;
  private final TaskWindowFn.Task task;
  private @Nullable PortableStage stage;
  private @Nullable Object merged;

  /**
   * @param windowCoder of the windows on the runner's side: they may be of a kind that it knows,
   *     merged in a way that it does not
   */
  MergingInWorker(
      PortableStageSpec spec, Coder<BoundedWindow> windowCoder, TaskWindowFn.Task task) {
    this.spec = spec;
    this.windowCoder = windowCoder;
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
      encoded.add(CoderUtils.encodeToByteArray(CODER, opaque(window)));
    }
    var answer =
        (KV<byte[], KV<Iterable<byte[]>, Iterable<KV<byte[], Iterable<byte[]>>>>>) ask(encoded);
    for (KV<byte[], Iterable<byte[]>> one : answer.getValue().getValue()) {
      List<BoundedWindow> parts = new ArrayList<>();
      for (byte[] part : one.getValue()) {
        parts.add(window(part));
      }
      context.merge(parts, window(one.getKey()));
    }
  }

  private OpaqueWindow opaque(BoundedWindow window) throws CoderException {
    return window instanceof OpaqueWindow opaque
        ? opaque
        : new OpaqueWindow(
            ByteString.copyFrom(CoderUtils.encodeToByteArray(windowCoder, window)),
            window.maxTimestamp());
  }

  private BoundedWindow window(byte[] encoded) throws CoderException {
    OpaqueWindow opaque = CoderUtils.decodeFromByteArray(CODER, encoded);
    return ((Coder<?>) windowCoder) instanceof OpaqueWindowCoder
        ? opaque
        : CoderUtils.decodeFromByteArray(windowCoder, opaque.bytes().toByteArray());
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
