package org.penstock.runtime.batch;

import java.io.Serializable;
import org.apache.beam.runners.core.ReduceFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** How the values of a window become the output of its panes, as it travels to the task. */
@FunctionalInterface
public interface ReduceFnFactory<K, V, OutputT, W extends BoundedWindow> extends Serializable {
  /** Makes the function in its task. */
  ReduceFn<K, V, OutputT, W> create();
}
