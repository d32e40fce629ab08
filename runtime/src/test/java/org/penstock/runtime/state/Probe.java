package org.penstock.runtime.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.EncodedKeyTypeInfo;

/** An operator with state and timers in Flink's test harness, which does what it is told. */
final class Probe implements AutoCloseable {
  private static final int KEY_GROUPS = 8;

  private final Backend backend;
  private final Operator operator;
  private final KeyedOneInputStreamOperatorTestHarness<EncodedKey, Step, String> harness;
  private long checkpoint;

  /** What to do when a timer fires. */
  interface OnTimer {
    void fired(Operator operator, TimerData timer);
  }

  /** What to do for a key. */
  interface Action {
    void run(Operator operator) throws Exception;
  }

  record Step(EncodedKey key, Action action) {}

  private Probe(
      Backend backend,
      Operator operator,
      int subtasks,
      int subtask,
      @Nullable OperatorSubtaskState snapshot)
      throws Exception {
    this.backend = backend;
    this.operator = operator;
    this.harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator, Step::key, EncodedKeyTypeInfo.INSTANCE, KEY_GROUPS, subtasks, subtask);
    harness.setStateBackend(backend.create());
    if (snapshot != null) {
      harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, KEY_GROUPS, 1, subtasks, subtask));
    }
    harness.open();
  }

  static Probe on(Backend backend) throws Exception {
    return on(backend, (operator, timer) -> {});
  }

  static Probe on(Backend backend, OnTimer onTimer) throws Exception {
    return new Probe(backend, new Operator(IntervalWindow.getCoder(), onTimer), 1, 0, null);
  }

  /** Does that with the key current; a string's characters are a key's bytes. */
  void at(String key, Action action) throws Exception {
    harness.processElement(new StreamRecord<>(new Step(key(key), action)));
  }

  static EncodedKey key(String key) {
    return EncodedKey.of(key.getBytes(UTF_8));
  }

  /** Sets Flink's watermark. */
  void watermark(long millis) throws Exception {
    harness.processWatermark(new Watermark(millis));
  }

  void processingTime(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  Operator operator() {
    return operator;
  }

  int flinkTimers() {
    return harness.numEventTimeTimers() + harness.numProcessingTimeTimers();
  }

  /** Another operator, with all that this one has now. */
  Probe restored() throws Exception {
    return restored(IntervalWindow.getCoder());
  }

  Probe restored(Coder<? extends BoundedWindow> windowCoder) throws Exception {
    Operator other = new Operator(windowCoder, operator.onTimer);
    return new Probe(backend, other, 1, 0, snapshot());
  }

  /** One of several subtasks, with what it gets of this only one. */
  Probe restored(int subtasks, int subtask) throws Exception {
    Operator other = new Operator(IntervalWindow.getCoder(), operator.onTimer);
    return new Probe(backend, other, subtasks, subtask, snapshot());
  }

  private OperatorSubtaskState snapshot() throws Exception {
    checkpoint++;
    return harness.snapshot(checkpoint, checkpoint);
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new AssertionError("The operator cannot be closed", e);
    }
  }

  static final class Operator extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<Step, String> {
    private static final long serialVersionUID = 1L;

    private final Coder<? extends BoundedWindow> windowCoder;
    final transient OnTimer onTimer;
    final transient WatermarkHolds holds = new WatermarkHolds();
    final transient List<String> fired = new ArrayList<>();
    private transient @Nullable FlinkStateInternals state;
    private transient @Nullable FlinkTimers timers;

    Operator(Coder<? extends BoundedWindow> windowCoder, OnTimer onTimer) {
      this.windowCoder = windowCoder;
      this.onTimer = onTimer;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      KeyedStateBackend<EncodedKey> backend = getKeyedStateBackend();
      FlinkStateInternals newState = new FlinkStateInternals(backend, windowCoder, holds);
      FlinkTimers newTimers = new FlinkTimers(backend, windowCoder, holds, this::onTimer, 0);
      if (context.isRestored()) {
        newState.restoreHolds();
        newTimers.restore();
      }
      state = newState;
      timers = newTimers;
    }

    FlinkStateInternals state() {
      return Objects.requireNonNull(state);
    }

    FlinkTimers timers() {
      return Objects.requireNonNull(timers);
    }

    private void onTimer(EncodedKey key, TimerData timer) {
      assertCurrent(key);
      fired.add(
          new String(key.bytes(), UTF_8)
              + ":"
              + timer.getTimerId()
              + "@"
              + timer.getTimestamp().getMillis());
      onTimer.fired(this, timer);
    }

    private void assertCurrent(EncodedKey key) {
      if (!key.equals(state().getKey())) {
        throw new AssertionError("Expected the current key " + state().getKey() + ", found " + key);
      }
    }

    @Override
    public void open() throws Exception {
      super.open();
      FlinkTimers opened = timers();
      opened.open(
          getInternalTimerService("timers", opened.namespaceSerializer(), opened.triggerable()));
    }

    @Override
    public void processElement(StreamRecord<Step> step) throws Exception {
      step.getValue().action().run(this);
    }

    /** The state of a step whose names have that prefix. */
    FlinkStateInternals state(String prefix) {
      return new FlinkStateInternals(getKeyedStateBackend(), windowCoder, holds, prefix);
    }
  }
}
