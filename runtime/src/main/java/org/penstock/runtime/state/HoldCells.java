package org.penstock.runtime.state;

import org.apache.beam.runners.core.StateNamespace;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All watermark hold cells, in one state of Flink's by the cells' names: so they are found after a
 * restore before anybody asks for a cell. Each hold of a key counts among those of the operator.
 */
final class HoldCells {
  private final KeyedStates states;
  private final String name;
  private final WatermarkHolds holds;
  private @Nullable NamespacedState<MapState<String, Long>> cells;

  /**
   * @param name of Flink's state, which is made only when there is a hold to keep
   */
  HoldCells(KeyedStates states, String name, WatermarkHolds holds) {
    this.states = states;
    this.name = name;
    this.holds = holds;
  }

  private NamespacedState<MapState<String, Long>> cells() {
    NamespacedState<MapState<String, Long>> bound = cells;
    if (bound == null) {
      bound =
          states.get(
              new MapStateDescriptor<>(name, StringSerializer.INSTANCE, LongSerializer.INSTANCE));
      cells = bound;
    }
    return bound;
  }

  /** The hold of the current key in that cell, or null. */
  @Nullable Instant get(StateNamespace namespace, String cell) {
    Long millis = cells().read(namespace, s -> s.get(cell));
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  /**
   * Replaces the hold of the current key in that cell.
   *
   * @param old what {@link #get} returned
   * @param hold the new one, or null for none
   */
  void replace(
      StateNamespace namespace, String cell, @Nullable Instant old, @Nullable Instant hold) {
    if (hold != null) {
      cells().change(namespace, s -> s.put(cell, hold.getMillis()));
      holds.add(hold);
    } else {
      cells().change(namespace, s -> s.remove(cell));
    }
    if (old != null) {
      holds.remove(old);
    }
  }

  /** Adds the restored holds of all keys to those of the operator. */
  void restore() {
    NamespacedState<MapState<String, Long>> restored = cells();
    states.visitAll(
        name,
        namespace -> {
          for (Long millis : restored.read(namespace, MapState::values)) {
            holds.add(Instant.ofEpochMilli(millis));
          }
        });
  }
}
