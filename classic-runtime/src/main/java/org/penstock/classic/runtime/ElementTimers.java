package org.penstock.classic.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.runners.core.StepContext;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerMap;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnSignature;
import org.joda.time.Instant;

/** The timers that a DoFn asks for while it processes elements. */
final class ElementTimers {
  /** The family of timers that are declared one by one. */
  private static final String NO_FAMILY = "";

  private final StepContext keyed;
  private final KeyedWindow window;
  private final CurrentElement<?> current;
  private final Map<String, TimeDomain> timers = new HashMap<>();
  private final Map<String, TimeDomain> families = new HashMap<>();

  /**
   * @param keyed has the timers of the key that is current
   * @param window that of the element
   */
  ElementTimers(
      DoFn<?, ?> fn,
      DoFnSignature signature,
      StepContext keyed,
      KeyedWindow window,
      CurrentElement<?> current) {
    this.keyed = keyed;
    this.window = window;
    this.current = current;
    signature
        .timerDeclarations()
        .forEach(
            (id, declared) ->
                timers.put(
                    id, DeclaredFields.<TimerSpec>read(declared.field(), fn).getTimeDomain()));
    signature
        .timerFamilyDeclarations()
        .forEach(
            (id, declared) ->
                families.put(
                    id, DeclaredFields.<TimerSpec>read(declared.field(), fn).getTimeDomain()));
  }

  /** The timer of that id. */
  Timer timer(String id) {
    return timer(id, NO_FAMILY, Objects.requireNonNull(timers.get(id), id));
  }

  /** The timers of that family. */
  TimerMap family(String family) {
    TimeDomain domain = Objects.requireNonNull(families.get(family), family);
    Map<String, Timer> asked = new HashMap<>();
    return new TimerMap() {
      @Override
      public void set(String id, Instant time) {
        get(id).set(time);
      }

      @Override
      public Timer get(String id) {
        return asked.computeIfAbsent(id, key -> timer(key, family, domain));
      }
    };
  }

  private Timer timer(String id, String family, TimeDomain domain) {
    return new ElementTimer(
        new ElementTimer.Id(window.namespace(), id, family, domain),
        window.expires(),
        current,
        keyed.timerInternals());
  }
}
