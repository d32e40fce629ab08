package org.penstock.runtime.streaming;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.CoderSerializer;
import org.penstock.runtime.WindowedValueSerializer;

/**
 * Side inputs that change: of each window the elements of its last pane, in Flink's broadcast
 * state. A window is there when a pane has come, or when the side input's watermark says that none
 * will: then it is empty.
 *
 * <p>A side input is known by its place among those of the stage, and a window is one of the side
 * input's own, already mapped from the main input's.
 */
public final class BroadcastPanes {
  private final List<SideInputSpec> specs;
  private final List<
          BroadcastState<BoundedWindow, WindowedValue<KV<@Nullable Void, Iterable<Object>>>>>
      panes = new ArrayList<>();
  private final List<Instant> watermarks = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();

  /** Wants to know when what it has made of the elements of a window is outdated. */
  @FunctionalInterface
  public interface Listener {
    /** Another pane has come for that window, or the window is forgotten. */
    void changed(int index, BoundedWindow window);
  }

  BroadcastPanes(List<SideInputSpec> specs, OperatorStateStore store) throws Exception {
    this.specs = List.copyOf(specs);
    for (SideInputSpec spec : specs) {
      panes.add(
          store.getBroadcastState(
              new MapStateDescriptor<>(
                  "side input " + spec.name(),
                  new CoderSerializer<>(spec.panes().windowCoder()),
                  new WindowedValueSerializer<>(spec.panes()))));
      watermarks.add(BoundedWindow.TIMESTAMP_MIN_VALUE);
    }
  }

  /** From now on that listener is told. */
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  private void changed(int index, BoundedWindow window) {
    listeners.forEach(listener -> listener.changed(index, window));
  }

  /** Takes a pane, which replaces what its window had before. */
  @SuppressWarnings("unchecked") // the stream carries just these panes
  void add(int index, WindowedValue<?> value) throws Exception {
    var pane = (WindowedValue<KV<@Nullable Void, Iterable<Object>>>) value;
    for (BoundedWindow window : pane.getWindows()) {
      var before = panes.get(index).get(window);
      if (before == null || before.getPaneInfo().getIndex() <= pane.getPaneInfo().getIndex()) {
        panes.get(index).put(window, pane);
        changed(index, window);
      }
    }
  }

  void watermark(int index, Instant watermark) {
    watermarks.set(index, watermark);
  }

  boolean isReady(int index, BoundedWindow window) {
    return pane(index, window) != null || isComplete(index, window);
  }

  private boolean isComplete(int index, BoundedWindow window) {
    Instant watermark = watermarks.get(index);
    return !watermark.isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)
        || watermark.isAfter(
            specs.get(index).windowing().getTrigger().getWatermarkThatGuaranteesFiring(window));
  }

  private @Nullable WindowedValue<KV<@Nullable Void, Iterable<Object>>> pane(
      int index, BoundedWindow window) {
    try {
      return panes.get(index).get(window);
    } catch (Exception e) {
      throw new IllegalStateException(
          "The side input " + specs.get(index).name() + " cannot be read from Flink's state", e);
    }
  }

  /**
   * The elements of the last pane of a window, none where no pane has come; not to be changed.
   *
   * @throws IllegalStateException if they cannot be read from Flink's state
   */
  public Iterable<Object> elements(int index, BoundedWindow window) {
    var pane = pane(index, window);
    return pane == null ? List.of() : pane.getValue().getValue();
  }

  /** Forgets windows that no element of the main input can ask for any more. */
  void forget(Instant mainWatermark) throws Exception {
    for (int i = 0; i < specs.size(); i++) {
      Iterator<Map.Entry<BoundedWindow, WindowedValue<KV<@Nullable Void, Iterable<Object>>>>> all =
          panes.get(i).iterator();
      while (all.hasNext()) {
        BoundedWindow window = all.next().getKey();
        if (specs.get(i).isPast(window, mainWatermark)) {
          all.remove();
          changed(i, window);
        }
      }
    }
  }
}
