package org.penstock.runtime.batch;

import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;

/** What becomes of the values of a window; used by the task's thread alone. */
public interface WindowResult<V, OutputT> {
  /**
   * The window's output.
   *
   * @param parts the values, in parts that can each be read again and again
   */
  OutputT of(List<Iterable<V>> parts, BoundedWindow window);

  /** The result's recipe, as it travels to the task. */
  interface Factory<V, OutputT> extends Serializable {
    /** Makes the result in its task. */
    WindowResult<V, OutputT> create(ProcessorContext context);
  }

  /** {@code GroupByKey}: the values themselves. */
  static <V> Factory<V, Iterable<V>> values() {
    return context -> (parts, window) -> parts.size() == 1 ? parts.get(0) : Iterables.concat(parts);
  }
}
