package org.penstock.classic.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps in memory what splittable DoFns leave, unless the host keeps it. */
final class ResidualQueue implements Residuals {
  private final @Nullable RestrictionRuntime host;
  private final Queue<Residual<?>> residuals = new ArrayDeque<>();

  ResidualQueue(@Nullable RestrictionRuntime host) {
    this.host = host;
  }

  @Override
  public @Nullable RestrictionRuntime host() {
    return host;
  }

  @Override
  public <T> void add(
      Receiver<T> step, WindowedValue<T> element, Duration delay, Instant watermark) {
    if (host != null) {
      host.later(element, delay, watermark);
    } else {
      residuals.add(new Residual<>(step, element, Instant.now().plus(delay)));
    }
  }

  boolean isEmpty() {
    return residuals.isEmpty();
  }

  /** Goes on with the first one, when it is due. */
  void process() throws InterruptedException {
    Residual<?> residual = residuals.poll();
    if (residual != null) {
      long wait = residual.due().getMillis() - System.currentTimeMillis();
      if (wait > 0) {
        Thread.sleep(wait);
      }
      residual.process();
    }
  }

  private record Residual<T>(Receiver<T> step, WindowedValue<T> element, Instant due) {
    void process() {
      step.accept(element);
    }
  }
}
