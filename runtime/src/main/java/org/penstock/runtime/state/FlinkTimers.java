package org.penstock.runtime.state;

import java.util.Map;
import java.util.Objects;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.TimerInternals;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.Watermarks;

/**
 * An operator's timers of Beam's, as timers of Flink's whose namespace is the timer itself.
 *
 * <p>Flink tells timers apart by all that they are, Beam by namespace, family and id. So a keyed
 * state says what each of Beam's timers is set to, and setting it anew takes the old one out of
 * Flink's queue. The watermark is held at a timer's output timestamp until its callback has
 * returned.
 *
 * <p>All windows must be of one coder. For one thread, as Flink's timers are.
 */
public final class FlinkTimers {
  /**
   * How far the processing time of the tasks that this one hears from is taken to be behind its
   * own, in milliseconds. What they send together, such as the last pane of a window and the
   * watermark that it is due to, has arrived by then; a pane fired in between would be one too
   * many.
   */
  public static final long USUAL_LAG = 20;

  private static final String PENDING = "timers";

  private final KeyedStates states;
  private final NamespacedState<MapState<String, PendingTimer>> pending;
  private final TimerDataSerializer serializer;
  private final WatermarkHolds holds;
  private final Callback callback;
  private final long lag;
  private final TimerInternals timerInternals = new CurrentKeyTimers();
  private @Nullable InternalTimerService<TimerData> service;
  private long processingTimers;
  private long processingTimersWithoutEnd;
  private Instant outputWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

  /** What a timer is for. */
  @FunctionalInterface
  public interface Callback {
    /**
     * Called when a timer fires. It is no longer set then, and may be set again; the key is current
     * in the backend.
     *
     * @throws Exception to fail the task
     */
    void onTimer(EncodedKey key, TimerData timer) throws Exception;
  }

  /**
   * @param backend where the operator's keyed state is
   * @param windowCoder the coder of the windows that the timers' namespaces have
   * @param holds where the watermark holds of all keys are collected
   * @param callback called for each timer that fires
   * @param lag how far synchronized processing time is behind the task's own, in milliseconds
   * @throws IllegalStateException if restored timers are of another window coder
   */
  public FlinkTimers(
      KeyedStateBackend<EncodedKey> backend,
      Coder<? extends BoundedWindow> windowCoder,
      WatermarkHolds holds,
      Callback callback,
      long lag) {
    this.states = new KeyedStates(backend, windowCoder);
    this.pending =
        states.get(
            new MapStateDescriptor<>(
                PENDING, StringSerializer.INSTANCE, PendingTimer.Serializer.INSTANCE));
    this.serializer = new TimerDataSerializer(windowCoder);
    this.holds = holds;
    this.callback = callback;
    this.lag = lag;
  }

  /** The serializer to ask Flink for a timer service with. */
  public TypeSerializer<TimerData> namespaceSerializer() {
    return serializer;
  }

  /** What Flink's timer service is to call. */
  public Triggerable<EncodedKey, TimerData> triggerable() {
    return new Triggerable<>() {
      @Override
      public void onEventTime(InternalTimer<EncodedKey, TimerData> timer) throws Exception {
        fire(timer);
      }

      @Override
      public void onProcessingTime(InternalTimer<EncodedKey, TimerData> timer) throws Exception {
        fire(timer);
      }
    };
  }

  /** Takes the timer service that was gotten by the two methods above. */
  public void open(InternalTimerService<TimerData> newService) {
    service = newService;
  }

  /** The timers of whichever key is current in the backend. */
  public TimerInternals timerInternals() {
    return timerInternals;
  }

  /** Says what the operator's output watermark is now, in Beam's terms. */
  public void outputWatermark(Instant watermark) {
    outputWatermark = watermark;
  }

  /** Whether a timer of any key waits for processing time. */
  public boolean hasProcessingTimers() {
    return processingTimers > 0;
  }

  /** How many timers of all keys wait for processing time. */
  public long processingTimers() {
    return processingTimers;
  }

  /**
   * How many of the timers of all keys that wait for processing time are those of the global
   * window, which ends with the job only.
   */
  public long processingTimersWithoutEnd() {
    return processingTimersWithoutEnd;
  }

  /**
   * Counts the restored timers and adds their holds to the operator's. To be called once after a
   * restore, before anything is processed; leaves some key current.
   *
   * @throws IllegalStateException if the restored state cannot be read
   */
  public void restore() {
    states.visitAll(
        PENDING,
        namespace -> {
          for (Map.Entry<String, PendingTimer> timer : pending.read(namespace, MapState::entries)) {
            timer.getValue().hold(holds);
            if (!isEventTime(timer.getKey())) {
              countProcessingTimer(namespace, 1);
            }
          }
        });
  }

  private void fire(InternalTimer<EncodedKey, TimerData> fired) throws Exception {
    TimerData timer = fired.getNamespace();
    String name = name(timer);
    PendingTimer current = pending.read(timer.getNamespace(), s -> s.get(name));
    if (current == null || !current.equals(PendingTimer.of(timer))) {
      return; // deleted or set anew in the meantime
    }
    forget(timer, name);
    callback.onTimer(fired.getKey(), timer);
    // Only now, lest the watermark overtakes what the callback outputs.
    current.release(holds);
  }

  private void set(TimerData timer) {
    String name = name(timer);
    StateNamespace namespace = timer.getNamespace();
    PendingTimer next = PendingTimer.of(timer);
    PendingTimer old = pending.read(namespace, s -> s.get(name));
    if (next.equals(old)) {
      return;
    }
    pending.change(namespace, s -> s.put(name, next));
    next.hold(holds);
    if (old == null) {
      count(timer, 1);
    } else {
      unregister(old.named(timer));
      old.release(holds);
    }
    register(timer);
  }

  private void delete(TimerData timer) {
    String name = name(timer);
    PendingTimer old = pending.read(timer.getNamespace(), s -> s.get(name));
    if (old != null) {
      forget(timer, name);
      unregister(old.named(timer));
      old.release(holds);
    }
  }

  private void forget(TimerData timer, String name) {
    pending.change(timer.getNamespace(), s -> s.remove(name));
    count(timer, -1);
  }

  private void count(TimerData timer, int change) {
    if (timer.getDomain() != TimeDomain.EVENT_TIME) {
      countProcessingTimer(timer.getNamespace(), change);
    }
  }

  private void countProcessingTimer(StateNamespace namespace, int change) {
    processingTimers += change;
    if (namespace instanceof StateNamespaces.WindowNamespace<?> of
        && of.getWindow() instanceof GlobalWindow) {
      processingTimersWithoutEnd += change;
    }
  }

  private void register(TimerData timer) {
    if (timer.getDomain() == TimeDomain.EVENT_TIME) {
      service().registerEventTimeTimer(timer, timer.getTimestamp().getMillis());
    } else {
      service().registerProcessingTimeTimer(timer, ownProcessingTime(timer));
    }
  }

  private void unregister(TimerData timer) {
    if (timer.getDomain() == TimeDomain.EVENT_TIME) {
      service().deleteEventTimeTimer(timer, timer.getTimestamp().getMillis());
    } else {
      service().deleteProcessingTimeTimer(timer, ownProcessingTime(timer));
    }
  }

  private long ownProcessingTime(TimerData timer) {
    long millis = timer.getTimestamp().getMillis();
    return timer.getDomain() == TimeDomain.SYNCHRONIZED_PROCESSING_TIME ? millis + lag : millis;
  }

  private InternalTimerService<TimerData> service() {
    return Objects.requireNonNull(service, "The timers have not been opened");
  }

  /** Domain, family and id, such that no two of them give the same name. */
  private static String name(TimerData timer) {
    String family = timer.getTimerFamilyId();
    return TimerDataSerializer.number(timer.getDomain())
        + (family.isEmpty() ? "" : Integer.toString(family.length()))
        + ":"
        + family
        + timer.getTimerId();
  }

  private static boolean isEventTime(String name) {
    return name.charAt(0) == '0';
  }

  private final class CurrentKeyTimers implements TimerInternals {
    private long flinkWatermark = Long.MIN_VALUE;
    private Instant inputWatermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

    @Override
    public void setTimer(
        StateNamespace namespace,
        String timerId,
        String timerFamilyId,
        Instant target,
        Instant outputTimestamp,
        TimeDomain domain) {
      set(TimerData.of(timerId, timerFamilyId, namespace, target, outputTimestamp, domain));
    }

    @Override
    @Deprecated
    public void setTimer(TimerData timer) {
      set(timer);
    }

    @Override
    public void deleteTimer(
        StateNamespace namespace, String timerId, String timerFamilyId, TimeDomain domain) {
      Instant any = BoundedWindow.TIMESTAMP_MIN_VALUE;
      delete(
          TimerData.of(timerId, timerFamilyId, namespace, any, any, domain, CausedByDrain.NORMAL));
    }

    @Override
    @Deprecated
    public void deleteTimer(StateNamespace namespace, String timerId, String timerFamilyId) {
      for (TimeDomain domain : TimeDomain.values()) {
        deleteTimer(namespace, timerId, timerFamilyId, domain);
      }
    }

    @Override
    @Deprecated
    public void deleteTimer(TimerData timer) {
      delete(timer);
    }

    @Override
    public Instant currentProcessingTime() {
      return Instant.ofEpochMilli(service().currentProcessingTime());
    }

    /** Flink knows no other processing time than that of the task's machine. */
    @Override
    public Instant currentSynchronizedProcessingTime() {
      return currentProcessingTime().minus(Duration.millis(lag));
    }

    @Override
    public Instant currentInputWatermarkTime() {
      long watermark = service().currentWatermark();
      if (watermark != flinkWatermark) {
        flinkWatermark = watermark;
        inputWatermark = Watermarks.toBeam(watermark);
      }
      return inputWatermark;
    }

    @Override
    public Instant currentOutputWatermarkTime() {
      return outputWatermark;
    }
  }
}
