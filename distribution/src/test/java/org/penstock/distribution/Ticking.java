package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.penstock.distribution.Installation.Result;

/**
 * A user's program that submits a job without end to a cluster, by Flink alone: it counts the
 * numbers that it makes in keyed state, and fails if one is lost or doubled.
 */
final class Ticking {
  private static final String PROGRAM =
      """
      import org.apache.flink.api.common.eventtime.WatermarkStrategy;
      import org.apache.flink.api.common.functions.OpenContext;
      import org.apache.flink.api.common.state.ValueState;
      import org.apache.flink.api.common.state.ValueStateDescriptor;
      import org.apache.flink.api.common.typeinfo.Types;
      import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
      import org.apache.flink.configuration.Configuration;
      import org.apache.flink.connector.datagen.source.DataGeneratorSource;
      import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
      import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
      import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
      import org.apache.flink.util.Collector;

      public class Ticking {
        /** host, port, jar, name of the job, then options of Flink as key=value. */
        public static void main(String[] args) throws Exception {
          Configuration configuration = new Configuration();
          for (int i = 4; i < args.length; i++) {
            String[] sides = args[i].split("=", 2);
            configuration.setString(sides[0], sides[1]);
          }
          StreamExecutionEnvironment environment =
              StreamExecutionEnvironment.createRemoteEnvironment(
                  args[0], Integer.parseInt(args[1]), configuration, args[2]);
          environment.setParallelism(1);
          environment
              .fromSource(
                  new DataGeneratorSource<>(
                      number -> number,
                      Long.MAX_VALUE,
                      RateLimiterStrategy.perSecond(100),
                      Types.LONG),
                  WatermarkStrategy.noWatermarks(),
                  "numbers")
              .uid("numbers")
              .keyBy(number -> 1)
              .process(new Counting())
              .uid("count")
              .sinkTo(new DiscardingSink<>())
              .uid("nowhere");
          System.out.println(environment.executeAsync(args[3]).getJobID());
        }

        static class Counting extends KeyedProcessFunction<Integer, Long, Long> {
          private transient ValueState<Long> count;

          @Override
          public void open(OpenContext context) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
          }

          @Override
          public void processElement(Long number, Context context, Collector<Long> out)
              throws Exception {
            Long before = count.value();
            if (number != (before == null ? 0 : before)) {
              throw new IllegalStateException(number + " came after " + before + " numbers");
            }
            count.update(number + 1);
          }
        }
      }
      """;

  private static final Path JAR = UserProgram.compile("ticking.jar", "Ticking", PROGRAM);

  private Ticking() {}

  /**
   * Submits it.
   *
   * @param address host and port of the cluster
   * @param name of the job
   * @param flink options of Flink, as key=value
   * @return the job's id
   */
  static String submit(String address, String name, String... flink) {
    Result result = trySubmit(address, name, flink);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.out().strip();
  }

  static Result trySubmit(String address, String name, String... flink) {
    Installation installation = Installation.get();
    String[] hostAndPort = address.split(":", 2);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + installation.home().resolve("conf/jvm.options"));
    command.add("-Dlogback.configurationFile=" + installation.home().resolve("conf/logback.xml"));
    command.addAll(
        List.of(
            "-cp",
            installation.home().resolve("lib") + "/*" + File.pathSeparator + JAR,
            "Ticking",
            hostAndPort[0],
            hostAndPort[1],
            JAR.toString(),
            name));
    command.addAll(Arrays.asList(flink));
    return Installation.run(installation.work(), Map.of(), command);
  }
}
