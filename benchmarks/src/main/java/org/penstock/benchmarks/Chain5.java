package org.penstock.benchmarks;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Five steps that do next to nothing: what a step costs. A record is a number.
 *
 * <p>Each step has a class of its own, as those of a real pipeline have: five of one class would be
 * merged by the compiler into a loop that no pipeline ever sees.
 */
final class Chain5 implements Workload {
  private static final List<MapFunction<Long, Long>> MAPS =
      List.of(n -> n + 1, n -> n + 2, n -> n + 3, n -> n + 4, n -> n + 5);
  private static final List<Add> PAR_DOS =
      List.of(new AddOne(), new AddTwo(), new AddThree(), new AddFour(), new AddFive());

  @Override
  public String name() {
    return "chain5";
  }

  @Override
  public long defaultRecords() {
    return 40_000_000;
  }

  @Override
  public void nativeJob(StreamExecutionEnvironment environment, long records) {
    DataStream<Long> numbers =
        environment.fromSource(
            new NumberSequenceSource(0, records - 1), WatermarkStrategy.noWatermarks(), "numbers");
    for (MapFunction<Long, Long> map : MAPS) {
      numbers = numbers.map(map).returns(Types.LONG);
    }
    numbers.flatMap(new Checksum.Native<Long>(Long::longValue)).returns(Types.LONG);
  }

  @Override
  public void beamJob(Pipeline pipeline, long records) {
    PCollection<Long> numbers =
        pipeline.apply("numbers", Read.from(new CountingSource(0, records)));
    for (Add add : PAR_DOS) {
      numbers = numbers.apply(add.getClass().getSimpleName(), ParDo.of(add));
    }
    numbers.apply("checksum", ParDo.of(new Checksum.Beam<Long>(Long::longValue)));
  }

  @Override
  public long expected(long records) {
    return records * (records - 1) / 2 + (1 + 2 + 3 + 4 + 5) * records;
  }

  private abstract static class Add extends DoFn<Long, Long> {
    private static final long serialVersionUID = 1L;

    private final long summand;

    Add(long summand) {
      this.summand = summand;
    }

    /** Called by Beam. */
    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Long> out) {
      out.output(number + summand);
    }
  }

  private static final class AddOne extends Add {
    private static final long serialVersionUID = 1L;

    AddOne() {
      super(1);
    }
  }

  private static final class AddTwo extends Add {
    private static final long serialVersionUID = 1L;

    AddTwo() {
      super(2);
    }
  }

  private static final class AddThree extends Add {
    private static final long serialVersionUID = 1L;

    AddThree() {
      super(3);
    }
  }

  private static final class AddFour extends Add {
    private static final long serialVersionUID = 1L;

    AddFour() {
      super(4);
    }
  }

  private static final class AddFive extends Add {
    private static final long serialVersionUID = 1L;

    AddFive() {
      super(5);
    }
  }
}
