package org.penstock.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** An operator's outputs as plain collectors; each reuses one stream record for all elements. */
public final class OperatorOutputs {
  private OperatorOutputs() {}

  /**
   * Collectors for the main output and for each tag, in this order.
   *
   * @param output the operator's own
   */
  public static List<Collector<?>> of(
      Output<? extends StreamRecord<?>> output, List<OutputTag<?>> tags) {
    List<Collector<?>> collectors = new ArrayList<>();
    collectors.add(new MainOutput<>(output));
    for (OutputTag<?> tag : tags) {
      collectors.add(new SideOutput<>(output, tag));
    }
    return collectors;
  }

  /**
   * A collector for a side output.
   *
   * @param output the operator's own
   */
  public static <T> Collector<T> of(Output<? extends StreamRecord<?>> output, OutputTag<T> tag) {
    return new SideOutput<>(output, tag);
  }

  private static final class MainOutput<T> implements Collector<T> {
    private final Output<StreamRecord<T>> output;
    private final StreamRecord<T> record = emptyRecord();

    @SuppressWarnings("unchecked") // the translator gave the operator just this output type
    MainOutput(Output<? extends StreamRecord<?>> output) {
      this.output = (Output<StreamRecord<T>>) output;
    }

    @Override
    public void collect(T value) {
      output.collect(record.replace(value));
    }

    @Override
    public void close() {
      // The operator closes its output.
    }
  }

  private static final class SideOutput<T> implements Collector<T> {
    private final Output<?> output;
    private final OutputTag<T> tag;
    private final StreamRecord<T> record = emptyRecord();

    SideOutput(Output<?> output, OutputTag<T> tag) {
      this.output = output;
      this.tag = tag;
    }

    @Override
    public void collect(T value) {
      output.collect(tag, record.replace(value));
    }

    @Override
    public void close() {
      // The operator closes its output.
    }
  }

  @SuppressWarnings("NullAway") // filled before it is sent
  private static <T> StreamRecord<T> emptyRecord() {
    return new StreamRecord<>(null);
  }
}
