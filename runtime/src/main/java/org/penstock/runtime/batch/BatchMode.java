package org.penstock.runtime.batch;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;

/** How Flink runs the jobs of batch paths. */
public final class BatchMode {
  private BatchMode() {}

  /** Sets what every batch path needs; to be called from its {@code configure}. */
  public static void configure(Configuration configuration) {
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    // Flink would size what follows a shuffle by bytes, but a restriction or a split of a few bytes
    // can stand for hours of work: all of them would go to one task.
    configuration.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
  }
}
