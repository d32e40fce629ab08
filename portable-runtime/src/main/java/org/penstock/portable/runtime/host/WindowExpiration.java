package org.penstock.portable.runtime.host;

import java.io.Serializable;
import java.util.Optional;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.runners.fnexecution.control.TimerReceiverFactory;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.runtime.PipelineComponents;

/**
 * The timers that tell user code that a window is over ({@code @OnWindowExpiration}). The worker
 * knows what to do then, but leaves it to the runner to set them.
 */
public final class WindowExpiration implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String family;
  private final Coder<BoundedWindow> windowCoder;
  private final Duration lateness;

  private WindowExpiration(String family, Coder<BoundedWindow> windowCoder, Duration lateness) {
    this.family = family;
    this.windowCoder = windowCoder;
    this.lateness = lateness;
  }

  /** Those of a stage; empty where its root does not ask for any. */
  @SuppressWarnings("unchecked") // the coder of just the windows that the stage sees
  public static Optional<WindowExpiration> of(PortableStageSpec spec) {
    PipelineComponents components = spec.components();
    return spec.windowExpirationFamily()
        .map(
            family ->
                new WindowExpiration(
                    TimerReceiverFactory.encodeToTimerDataTimerId(spec.rootId(), family),
                    (Coder<BoundedWindow>) components.windowCoderOf(spec.input()),
                    components.windowingOf(spec.input()).getAllowedLateness()));
  }

  /** The timer of a window; the same one whenever it is asked for. */
  public TimerData timer(BoundedWindow window) {
    Instant end = window.maxTimestamp();
    Instant last = BoundedWindow.TIMESTAMP_MAX_VALUE.minus(lateness);
    return TimerData.of(
        "",
        family,
        StateNamespaces.window(windowCoder, window),
        end.isAfter(last) ? BoundedWindow.TIMESTAMP_MAX_VALUE : end.plus(lateness),
        end,
        TimeDomain.EVENT_TIME);
  }
}
