package org.penstock.runtime.streaming;

import java.time.Duration;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.util.Collector;
import org.penstock.runtime.KeyedElement;

/** Lets the first element of each record id through; ids are remembered for a while. */
final class DistinctRecords<T> implements Processor<KeyedElement<T>> {
  /** How long Beam's own {@code Distinct} of record ids remembers them. */
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final KeyedContext keyed;
  private final ValueState<Boolean> seen;
  private final Collector<WindowedValue<T>> output;

  DistinctRecords(ProcessorContext context) throws Exception {
    this.keyed = context.keyedState();
    this.output = context.output();
    ValueStateDescriptor<Boolean> descriptor =
        new ValueStateDescriptor<>("seen", BooleanSerializer.INSTANCE);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(MEMORY).build());
    this.seen =
        keyed
            .backend()
            .getPartitionedState(
                VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
  }

  @Override
  public void process(KeyedElement<T> element) throws Exception {
    keyed.setKey(element.key());
    if (seen.value() == null) {
      seen.update(true);
      output.collect(element);
    }
  }
}
