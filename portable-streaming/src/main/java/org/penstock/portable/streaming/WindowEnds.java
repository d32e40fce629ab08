package org.penstock.portable.streaming;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.LateDataUtils;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Instant;
import org.penstock.runtime.Nodes;
import org.penstock.runtime.PipelineComponents;
import org.penstock.spi.Stage;

/**
 * What has to be known of the end of the windows of a stage with keys; sent to the task.
 *
 * @param name the full name of the stage's root
 * @param states the states of the root, by their ids
 * @param windowing that of the stage's input
 * @param sorted whether user code wants its input in the order of time
 */
record WindowEnds(
    String name, Map<String, Kind> states, WindowingStrategy<?, ?> windowing, boolean sorted)
    implements Serializable {
  private static final Coder<byte[]> BYTES = ByteArrayCoder.of();

  /** How the runner keeps a state. */
  enum Kind {
    BAG,
    ORDERED_LIST,
    BAG_OR_MULTIMAP
  }

  WindowEnds {
    states = Map.copyOf(states);
  }

  static WindowEnds of(Stage stage, PipelineComponents components) {
    Map<String, Kind> states = new TreeMap<>();
    RunnerApi.ParDoPayload payload = Nodes.parDo(stage.root());
    payload.getStateSpecsMap().forEach((id, spec) -> states.put(id, kind(spec)));
    return new WindowEnds(
        stage.root().name(),
        states,
        components.windowingOf(stage.input()),
        payload.getRequiresTimeSortedInput());
  }

  private static Kind kind(RunnerApi.StateSpec spec) {
    return switch (spec.getSpecCase()) {
      case MAP_SPEC, MULTIMAP_SPEC, SET_SPEC -> Kind.BAG_OR_MULTIMAP;
      case ORDERED_LIST_SPEC -> Kind.ORDERED_LIST;
      default -> Kind.BAG;
    };
  }

  /** When a window has expired: no element of it is let in after that. */
  Instant expires(BoundedWindow window) {
    return LateDataUtils.garbageCollectionTime(window, windowing);
  }

  /** When all is there that comes in time and has a time before that one. */
  Instant settled(Instant time) {
    Instant latest = BoundedWindow.TIMESTAMP_MAX_VALUE.minus(windowing.getAllowedLateness());
    return time.isAfter(latest)
        ? BoundedWindow.TIMESTAMP_MAX_VALUE
        : time.plus(windowing.getAllowedLateness());
  }

  @SuppressWarnings("unchecked") // the windowing's coder is that of its windows
  Coder<BoundedWindow> windowCoder() {
    return (Coder<BoundedWindow>) windowing.getWindowFn().windowCoder();
  }

  /** Clears all states of a window, of the key that is current. */
  void clear(StateNamespace window, StateInternals internals) {
    for (Map.Entry<String, Kind> one : states.entrySet()) {
      for (StateTag<? extends State> tag : tags(one.getKey(), one.getValue())) {
        internals.state(window, tag).clear();
      }
    }
  }

  private static List<StateTag<? extends State>> tags(String id, Kind kind) {
    List<StateTag<? extends State>> tags = new ArrayList<>();
    tags.add(
        kind == Kind.ORDERED_LIST ? StateTags.orderedList(id, BYTES) : StateTags.bag(id, BYTES));
    if (kind == Kind.BAG_OR_MULTIMAP) {
      tags.add(StateTags.multimap(id, BYTES, BYTES));
    }
    return tags;
  }
}
