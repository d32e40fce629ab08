package org.penstock.portable.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.beam.runners.core.InMemoryStateInternals;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.TaskMetrics;

/** The host of one stage, in memory. */
final class MiniHost implements PortableStageContext, SideInputReader, TimerSink {
  final AtomicInteger signals = new AtomicInteger();
  final List<Residual> residuals = new ArrayList<>();
  final List<TimerData> timersSet = new ArrayList<>();
  int bundles;
  int outputsBeforeTheEnd;
  BiConsumer<String, WindowedValue<?>> sink;
  private boolean finishing;
  private final MiniRunner runner;
  private final PipelineComponents readable;
  private final Map<ByteString, StateInternals> states = new HashMap<>();
  private final Map<TimerName, KeyedTimer> timers = new LinkedHashMap<>();
  private final Deque<Residual> left = new ArrayDeque<>();

  /** A timer and its key. */
  private record KeyedTimer(ByteString key, TimerData data) {}

  /** What a timer takes the place of another by. */
  private record TimerName(ByteString key, String family, String id, String namespace) {}

  MiniHost(MiniRunner runner, PipelineComponents readable) {
    this.runner = runner;
    this.readable = readable;
    this.sink = (id, value) -> runner.collection(id).add(value);
  }

  void run(PortableStageSpec spec, List<WindowedValue<?>> input) throws Exception {
    try (PortableStage stage = PortableStage.open(spec, this)) {
      Deque<WindowedValue<?>> waiting = new ArrayDeque<>(input);
      while (!waiting.isEmpty() || !left.isEmpty() || !timers.isEmpty()) {
        stage.startBundle();
        bundles++;
        finishing = false;
        if (!waiting.isEmpty()) {
          for (int i = 0; i < runner.bundleSize && !waiting.isEmpty(); i++) {
            stage.process(waiting.remove());
          }
        } else if (!left.isEmpty()) {
          stage.process(left.remove().element());
        } else {
          fireNext(stage);
        }
        finishing = true;
        stage.finishBundle();
        for (var finalization : stage.takeFinalizations()) {
          finalization.getCallback().onBundleSuccess();
        }
      }
    }
  }

  private void fireNext(PortableStage stage) throws Exception {
    Map.Entry<TimerName, KeyedTimer> first =
        timers.entrySet().stream()
            .min(Comparator.comparing(entry -> entry.getValue().data().getTimestamp()))
            .orElseThrow();
    timers.remove(first.getKey());
    stage.onTimer(first.getValue().key(), first.getValue().data());
  }

  @Override
  public String jobId() {
    return runner.jobId;
  }

  @Override
  public PipelineOptions options() {
    return runner.options;
  }

  @Override
  public int subtask() {
    return 0;
  }

  @Override
  public ClassLoader userCodeLoader() {
    return MiniHost.class.getClassLoader();
  }

  @Override
  public TaskMetrics metrics() {
    return Metrics.into(runner.counted);
  }

  @Override
  public void signal() {
    signals.incrementAndGet();
  }

  @Override
  public void output(String pcollectionId, WindowedValue<?> value) {
    if (!finishing) {
      outputsBeforeTheEnd++;
    }
    sink.accept(pcollectionId, value);
  }

  @Override
  public StateInternals stateFor(ByteString key) {
    return states.computeIfAbsent(key, InMemoryStateInternals::forKey);
  }

  @Override
  public boolean mayKeepGroups() {
    return true;
  }

  @Override
  public TimerSink timers() {
    return this;
  }

  @Override
  public void set(ByteString key, TimerData timer) {
    timersSet.add(timer);
    timers.put(name(key, timer), new KeyedTimer(key, timer));
  }

  @Override
  public void clear(ByteString key, TimerData timer) {
    timers.remove(name(key, timer));
  }

  private static TimerName name(ByteString key, TimerData timer) {
    return new TimerName(
        key, timer.getTimerFamilyId(), timer.getTimerId(), timer.getNamespace().stringKey());
  }

  @Override
  public void residual(Residual residual) {
    residuals.add(residual);
    left.add(residual);
  }

  @Override
  public SideInputReader sideInputs() {
    return this;
  }

  @Override
  public Iterable<ByteString> elements(SideInputRef sideInput, BoundedWindow window) {
    return read(sideInput, window, SideInputCodec::element);
  }

  @Override
  public Iterable<ByteString> values(SideInputRef sideInput, BoundedWindow window, ByteString key) {
    List<ByteString> values = read(sideInput, window, SideInputCodec::value);
    List<ByteString> keys = read(sideInput, window, SideInputCodec::key);
    List<ByteString> found = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).equals(key)) {
        found.add(values.get(i));
      }
    }
    return found;
  }

  @Override
  public Iterable<ByteString> keys(SideInputRef sideInput, BoundedWindow window) {
    return read(sideInput, window, SideInputCodec::key).stream().distinct().toList();
  }

  @FunctionalInterface
  private interface Part {
    ByteString of(SideInputCodec<Object> codec, Object element) throws Exception;
  }

  private List<ByteString> read(SideInputRef sideInput, BoundedWindow window, Part part) {
    Coder<Object> coder = readable.coderOf(sideInput.pcollectionId());
    SideInputCodec<Object> codec = new SideInputCodec<>(coder);
    List<ByteString> found = new ArrayList<>();
    for (WindowedValue<?> element : runner.collection(sideInput.pcollectionId())) {
      if (element.getWindows().contains(window)) {
        try {
          found.add(part.of(codec, element.getValue()));
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return found;
  }
}
