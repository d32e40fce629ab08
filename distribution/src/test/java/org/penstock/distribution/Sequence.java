package org.penstock.distribution;

import java.nio.file.Path;

/**
 * A user's program without end, by Beam alone: it counts numbers in state, fails if one comes
 * twice, and writes the count to a file when time ends.
 */
final class Sequence {
  private static final String PROGRAM =
      """
      import java.nio.file.Files;
      import java.nio.file.Path;
      import org.apache.beam.sdk.Pipeline;
      import org.apache.beam.sdk.coders.VarLongCoder;
      import org.apache.beam.sdk.io.GenerateSequence;
      import org.apache.beam.sdk.options.*;
      import org.apache.beam.sdk.state.*;
      import org.apache.beam.sdk.transforms.*;
      import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
      import org.apache.beam.sdk.values.*;
      import org.joda.time.Duration;

      public class Sequence {
        public interface Options extends PipelineOptions {
          @Validation.Required String getOutput();
          void setOutput(String value);

          @Default.String("Count")
          String getCountName();
          void setCountName(String value);

          @Default.Boolean(false)
          boolean isCountAgain();
          void setCountAgain(boolean value);
        }

        static class Counting extends DoFn<KV<Integer, Long>, Void> {
          @StateId("count")
          private final StateSpec<ValueState<Long>> countSpec = StateSpecs.value(VarLongCoder.of());

          @StateId("seen")
          private final StateSpec<SetState<Long>> seenSpec = StateSpecs.set(VarLongCoder.of());

          @TimerId("end")
          private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

          private final String output;

          Counting(String output) {
            this.output = output;
          }

          @ProcessElement
          public void process(
              @Element KV<Integer, Long> element,
              BoundedWindow window,
              @StateId("count") ValueState<Long> count,
              @StateId("seen") SetState<Long> seen,
              @TimerId("end") Timer end) {
            if (!seen.addIfAbsent(element.getValue()).read()) {
              throw new IllegalStateException(element.getValue() + " came twice");
            }
            Long before = count.read();
            count.write(before == null ? 1 : before + 1);
            end.set(window.maxTimestamp());
          }

          @OnTimer("end")
          public void end(@StateId("count") ValueState<Long> count) throws Exception {
            Files.writeString(Path.of(output), count.read().toString());
          }
        }

        public static void main(String[] args) {
          Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
          Pipeline pipeline = Pipeline.create(options);
          PCollection<KV<Integer, Long>> numbers =
              pipeline
                  .apply(
                      "Numbers", GenerateSequence.from(0).withRate(100, Duration.standardSeconds(1)))
                  .apply("One key", WithKeys.of(1));
          numbers.apply(options.getCountName(), ParDo.of(new Counting(options.getOutput())));
          if (options.isCountAgain()) {
            numbers.apply("Count again", ParDo.of(new Counting(options.getOutput() + ".again")));
          }
          pipeline.run();
        }
      }
      """;

  static final Path JAR = UserProgram.compile("sequence.jar", "Sequence", PROGRAM);

  private Sequence() {}
}
