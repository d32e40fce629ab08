package org.penstock.runtime.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.penstock.runtime.EncodedKey;

/**
 * A step's state of Beam's on a keyed backend of Flink's, for the key that is current there.
 *
 * <p>Each cell is bound to Flink's state once, when it is first asked for; what is returned is a
 * light view of it in one namespace. A view reads and writes for the key that is current at that
 * time. Namespaces must be Beam's own kinds.
 *
 * <p>For one thread, as Flink's state is.
 */
public final class FlinkStateInternals implements StateInternals {
  /** The ids of Beam's cells have a letter before them: {@code u} or {@code s}. */
  private static final String HOLDS = "holds";

  private final KeyedStates states;
  private final HoldCells holdCells;
  private final String prefix;
  private final Map<String, CellBinder.Cell<?>> userCells = new HashMap<>();
  private final Map<String, CellBinder.Cell<?>> systemCells = new HashMap<>();

  /** The state of the only step of an operator; for the parameters see the other constructor. */
  public FlinkStateInternals(
      KeyedStateBackend<EncodedKey> backend,
      Coder<? extends BoundedWindow> windowCoder,
      WatermarkHolds holds) {
    this(backend, windowCoder, holds, "");
  }

  /**
   * @param backend where the state is kept
   * @param windowCoder the coder of the windows that namespaces have
   * @param holds where the watermark holds of all keys are collected
   * @param prefix what the names of Flink's states begin with, other for each step of an operator;
   *     no prefix may be the beginning of another
   */
  public FlinkStateInternals(
      KeyedStateBackend<EncodedKey> backend,
      Coder<? extends BoundedWindow> windowCoder,
      WatermarkHolds holds,
      String prefix) {
    this.states = new KeyedStates(backend, windowCoder);
    this.holdCells = new HoldCells(states, prefix + HOLDS, holds);
    this.prefix = prefix;
  }

  /** The encoded key that is current in the backend. */
  @Override
  public Object getKey() {
    return states.currentKey();
  }

  /**
   * @throws IllegalStateException if Flink's state cannot be made, or was restored and had been
   *     written by another coder
   */
  @Override
  @SuppressWarnings("unchecked") // a tag's cell is of the kind that the tag says
  public <T extends State> T state(
      StateNamespace namespace, StateTag<T> tag, StateContext<?> context) {
    Map<String, CellBinder.Cell<?>> cells =
        StateTags.isSystemTagInternal(tag) ? systemCells : userCells;
    CellBinder.Cell<?> cell = cells.get(tag.getId());
    if (cell == null) {
      cell = CellBinder.bind(states, holdCells, nameOf(tag), tag.getSpec());
      cells.put(tag.getId(), cell);
    }
    return (T) cell.view(namespace, context);
  }

  private String nameOf(StateTag<?> tag) {
    StringBuilder name = new StringBuilder(prefix);
    try {
      tag.appendTo(name);
    } catch (IOException e) {
      throw new UncheckedIOException("A string builder has refused a state's name", e);
    }
    return name.toString();
  }

  /**
   * Adds the holds of all keys to the operator's. To be called once after a restore, before
   * anything is processed; leaves some key current.
   *
   * @throws IllegalStateException if the restored state cannot be read
   */
  public void restoreHolds() {
    holdCells.restore();
  }
}
