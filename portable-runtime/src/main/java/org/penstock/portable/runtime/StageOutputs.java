package org.penstock.portable.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.Elements;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.fnexecution.control.TimerReceiverFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.sdk.util.construction.Timer;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.joda.time.Instant;

/** Passes on what a worker puts out, elements and timers. For the task's thread. */
final class StageOutputs {
  private final PortableStageContext context;
  private final StageLayout layout;
  private boolean discards;

  StageOutputs(PortableStageContext context, StageLayout layout) {
    this.context = context;
    this.layout = layout;
  }

  /** From now on nothing is passed on. */
  void discard() {
    discards = true;
  }

  /** Takes a message of the worker's; what is in it of another bundle is left alone. */
  void take(Bundle bundle, Elements elements) throws Exception {
    for (Elements.Data data : elements.getDataList()) {
      if (!data.getInstructionId().equals(bundle.id())) {
        continue;
      }
      StageLayout.Output output = layout.outputs().get(data.getTransformId());
      if (output == null) {
        throw new IOException(
            "The worker has sent elements of "
                + data.getTransformId()
                + "; known are "
                + layout.outputs().keySet());
      }
      if (!discards) {
        elements(output, data.getData());
      }
      if (data.getIsLast()) {
        bundle.ended(data.getTransformId());
      }
    }
    for (Elements.Timers timers : elements.getTimersList()) {
      if (timers.getInstructionId().equals(bundle.id())) {
        StageLayout.TimerFamily family =
            new StageLayout.TimerFamily(timers.getTransformId(), timers.getTimerFamilyId());
        if (!discards) {
          timers(family, timers.getTimers());
        }
        if (timers.getIsLast()) {
          bundle.ended(family);
        }
      }
    }
  }

  private void elements(StageLayout.Output output, ByteString data) throws Exception {
    InputStream in = data.newInput();
    while (in.available() > 0) {
      context.output(output.pcollectionId(), output.coder().decode(in));
    }
  }

  private void timers(StageLayout.TimerFamily family, ByteString data) throws Exception {
    InputStream in = data.newInput();
    if (in.available() == 0) {
      return;
    }
    StageLayout.TimerWire wire = wire(family);
    while (in.available() > 0) {
      Timer<Object> timer = wire.coder().decode(in);
      ByteStringOutputStream key = new ByteStringOutputStream();
      wire.coder().getValueCoder().encode(timer.getUserKey(), key);
      set(key.toByteString(), family, timer, wire);
    }
  }

  private StageLayout.TimerWire wire(StageLayout.TimerFamily family) throws IOException {
    StageLayout.TimerWire wire = layout.timers().get(family);
    if (wire == null) {
      throw new IOException(
          "The stage has no timers of " + family + "; known are " + layout.timers().keySet());
    }
    return wire;
  }

  private void set(
      ByteString key,
      StageLayout.TimerFamily family,
      Timer<Object> timer,
      StageLayout.TimerWire wire) {
    boolean clear = timer.getClearBit();
    for (BoundedWindow window : timer.getWindows()) {
      Instant none = BoundedWindow.TIMESTAMP_MAX_VALUE;
      Instant fire = clear ? null : timer.getFireTimestamp();
      Instant hold = clear ? null : timer.getHoldTimestamp();
      TimerData data =
          TimerData.of(
              timer.getDynamicTimerTag(),
              TimerReceiverFactory.encodeToTimerDataTimerId(family.transformId(), family.family()),
              StateNamespaces.window(wire.windowCoder(), window),
              fire == null ? none : fire,
              hold == null ? none : hold,
              wire.domain());
      if (clear) {
        context.timers().clear(key, data);
      } else {
        context.timers().set(key, data);
      }
    }
  }

  /** Adds a timer that has fired to the input of a bundle. */
  void fire(ByteString key, TimerData timer, BundleInput input) throws IOException {
    KV<String, String> ids = TimerReceiverFactory.decodeTimerDataTimerId(timer.getTimerFamilyId());
    StageLayout.TimerFamily family = new StageLayout.TimerFamily(ids.getKey(), ids.getValue());
    StageLayout.TimerWire wire = wire(family);
    input.add(
        family,
        Timer.of(
            wire.coder().getValueCoder().decode(key.newInput()),
            timer.getTimerId(),
            List.of(window(timer.getNamespace())),
            timer.getTimestamp(),
            timer.getOutputTimestamp(),
            PaneInfo.NO_FIRING));
  }

  private static BoundedWindow window(StateNamespace namespace) {
    return namespace instanceof StateNamespaces.WindowNamespace<?> one
        ? one.getWindow()
        : GlobalWindow.INSTANCE;
  }
}
