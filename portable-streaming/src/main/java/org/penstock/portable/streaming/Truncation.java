package org.penstock.portable.streaming;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.apache.beam.sdk.values.WindowedValue;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.PortableStage;
import org.penstock.portable.runtime.PortableStageSpec;

/**
 * Asks the worker to shorten restrictions, so that they end. Most jobs never do, so the stage for
 * that is opened for the first element.
 */
final class Truncation implements AutoCloseable {
  private final Optional<PortableStageSpec> spec;
  private final StageHost host;
  private final Queue<WindowedValue<?>> truncated = new ArrayDeque<>();
  private @Nullable PortableStage stage;

  /**
   * @param processing the stage whose elements are truncated
   * @param host that of the stage
   */
  Truncation(PortableStageSpec processing, StageHost host) {
    this.spec = processing.truncation();
    this.host = host;
  }

  /**
   * The element with a restriction that ends, or null if nothing of it is left to do; the very same
   * one if its SDK does not know how to truncate.
   */
  @Nullable WindowedValue<?> truncate(WindowedValue<?> element) throws Exception {
    if (spec.isEmpty()) {
      return element;
    }
    PortableStage open = stage;
    if (open == null) {
      open = host.beside((pcollectionId, rest) -> truncated.add(rest)).open(spec.get());
      stage = open;
    }
    open.startBundle();
    open.process(element);
    open.finishBundle();
    WindowedValue<?> rest = truncated.poll();
    if (!truncated.isEmpty()) {
      throw new IllegalStateException(
          spec.get().name() + " has made several restrictions of one: " + rest + ", " + truncated);
    }
    return rest;
  }

  @Override
  public void close() {
    if (stage != null) {
      stage.close();
    }
  }
}
