package org.penstock.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.penstock.core.job.FlinkEnvironment;
import org.penstock.core.job.JobSubmission;

/**
 * A job without end that counts the numbers it makes. A number is what the count was before it, so
 * one that is lost or doubled is found out.
 */
final class CountingJob {
  /** The counts of this JVM since {@link #forget}. */
  static final List<Long> COUNTS = new CopyOnWriteArrayList<>();

  /** The counts that timers at the end of time have found. */
  static final List<Long> AT_THE_END = new CopyOnWriteArrayList<>();

  private CountingJob() {}

  static void forget() {
    COUNTS.clear();
    AT_THE_END.clear();
  }

  /** Waits until the job has counted so many numbers since {@link #forget}. */
  static void awaitCounts(int number) throws InterruptedException {
    for (int i = 0; COUNTS.size() < number; i++) {
      if (i == 600) {
        throw new AssertionError("Only " + COUNTS.size() + " counts after a minute.");
      }
      Thread.sleep(100);
    }
  }

  static PenstockPipelineResult start(PenstockPipelineOptions options) {
    return start(options, "count");
  }

  /**
   * Starts it.
   *
   * @param id the operator's, under which a savepoint holds its state
   */
  static PenstockPipelineResult start(PenstockPipelineOptions options, String id) {
    return PenstockPipelineResult.of(
        options.getJobName(),
        JobSubmission.submit(environment(options, id), options),
        JobListeners.discover(CountingJob.class.getClassLoader()));
  }

  /** Its operators. */
  static StreamExecutionEnvironment environment(PenstockPipelineOptions options, String id) {
    StreamExecutionEnvironment environment =
        FlinkEnvironment.create(options, new TinyPath(), RunnerApi.Components.getDefaultInstance());
    environment.setRuntimeMode(RuntimeExecutionMode.STREAMING);
    var numbers =
        new DataGeneratorSource<>(
            number -> number, Long.MAX_VALUE, RateLimiterStrategy.perSecond(200), Types.LONG);
    environment
        .fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
        .uid("numbers")
        .keyBy(number -> true)
        .process(new Counting())
        .uid(id)
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");
    return environment;
  }

  private static final class Counting extends KeyedProcessFunction<Boolean, Long, Long> {
    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      Long before = count.value();
      if (number != (before == null ? 0 : before)) {
        throw new IllegalStateException(number + " came after " + before + " numbers");
      }
      count.update(number + 1);
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
      COUNTS.add(number + 1);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Long> out) throws Exception {
      AT_THE_END.add(count.value());
    }
  }
}
