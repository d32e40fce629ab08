package org.penstock.classic.batch;

import org.jspecify.annotations.Nullable;
import org.penstock.classic.runtime.KeyedRuntime;
import org.penstock.classic.runtime.MaterializedSideInputs;
import org.penstock.classic.runtime.Receiver;
import org.penstock.classic.runtime.StageRuntime;
import org.penstock.runtime.batch.ProcessorContext;

/** Joins a stage to the operator that hosts it. */
final class StageOutputs {
  private StageOutputs() {}

  static StageRuntime runtime(ProcessorContext context, @Nullable KeyedRuntime keyed) {
    return new StageRuntime(
        context.options(),
        context.metrics(),
        Receiver.into(context.outputs()),
        new MaterializedSideInputs(context.sideInputs()),
        keyed);
  }
}
