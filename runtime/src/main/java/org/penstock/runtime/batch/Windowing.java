package org.penstock.runtime.batch;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark.AfterWatermarkEarlyAndLate;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark.FromEndOfWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.Never.NeverTrigger;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.penstock.spi.TranslationContext;

/** The ways to group a bounded PCollection. */
public enum Windowing {
  /** One pane a window, windows as they are: sort by key and window. */
  FIXED("sorted grouping"),
  /** One pane a window, windows that merge: sort by key and time. */
  MERGING("sorted grouping with merging windows"),
  /** Whatever the trigger says: Beam's {@code ReduceFnRunner}. */
  TRIGGERED("triggered grouping");

  private final String operator;

  Windowing(String operator) {
    this.operator = operator;
  }

  /** As {@code penstock explain} names it. */
  public String operator() {
    return operator;
  }

  /** How elements with that windowing are grouped. */
  public static Windowing of(WindowingStrategy<?, ?> strategy) {
    if (!firesOnce(strategy.getTrigger())) {
      return TRIGGERED;
    }
    return strategy.needsMerge() ? MERGING : FIXED;
  }

  /**
   * Whether a bounded input makes one pane of each window: its watermark goes from the beginning to
   * the end at once, so nothing is late; early panes there are only where asked for.
   */
  private static boolean firesOnce(Trigger trigger) {
    return trigger instanceof DefaultTrigger
        || trigger instanceof FromEndOfWindow
        || (trigger instanceof AfterWatermarkEarlyAndLate both
            && both.getEarlyTrigger() instanceof NeverTrigger);
  }

  /** The trigger of a PCollection's windowing, as the proto has it. */
  static RunnerApi.Trigger trigger(String pcollection, TranslationContext context) {
    RunnerApi.Components components = context.components();
    String id = components.getPcollectionsOrThrow(pcollection).getWindowingStrategyId();
    return components.getWindowingStrategiesOrThrow(id).getTrigger();
  }
}
