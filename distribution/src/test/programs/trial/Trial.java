package trial;

import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Numbers, dealt out to keys: sums for each key and window by a combine and by state and timers, and
 * sums for each key by state alone, all to a sink that tells when it gets something else than before.
 */
public final class Trial {
  public interface Options extends PipelineOptions {
    @Default.Long(1_000_000)
    long getRecords();

    void setRecords(long value);

    @Default.Integer(4)
    int getSplits();

    void setSplits(int value);

    @Default.Long(101)
    long getKeys();

    void setKeys(long value);

    @Default.Double(0)
    double getPerSecond();

    void setPerSecond(double value);

    @Default.Integer(1)
    int getPerMilli();

    void setPerMilli(int value);

    @Default.Long(20_000)
    long getWindowMillis();

    void setWindowMillis(long value);

    String getFolder();

    void setFolder(String value);

    /** Of the state of {@link Tally}: VarLong or BigEndianLong. */
    @Default.String("VarLong")
    String getStateCoder();

    void setStateCoder(String value);

    /** Whether there is one more step, without state. */
    @Default.Boolean(false)
    boolean isMoreSteps();

    void setMoreSteps(boolean value);

    /** Whether the sink asks for stable input, and gets some that is random. */
    @Default.Boolean(true)
    boolean isStableInput();

    void setStableInput(boolean value);

    /** Whether anything is written. */
    @Default.Boolean(true)
    boolean isSink();

    void setSink(boolean value);
  }

  public static void main(String[] args) {
    Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, options);
    pipeline.run();
  }

  static void build(Pipeline pipeline, Options options) {
    CounterSource.Feed feed =
        new CounterSource.Feed(
            options.getRecords(),
            options.getSplits(),
            options.getPerMilli(),
            options.getPerSecond());
    long keys = options.getKeys();
    PCollection<Long> numbers =
        pipeline.apply("Numbers", Read.from(new CounterSource(feed, 0)));
    if (options.isMoreSteps()) {
      numbers =
          numbers.apply(
              "OneMoreStep", MapElements.into(TypeDescriptors.longs()).via(number -> number));
    }
    PCollection<KV<Long, Long>> windowed =
        numbers
            .apply(
                "Keys",
                WithKeys.<Long, Long>of(number -> number % keys)
                    .withKeyType(TypeDescriptors.longs()))
            .apply(
                "Windows",
                Window.into(FixedWindows.of(Duration.millis(options.getWindowMillis()))));
    Coder<Long> coder =
        options.getStateCoder().equals("VarLong") ? VarLongCoder.of() : BigEndianLongCoder.of();

    PCollection<KV<Long, Long>> combined = windowed.apply("Sum", Sum.longsPerKey());
    PCollection<KV<Long, Long>> tallied = windowed.apply("Tally", ParDo.of(new Tally(coder)));
    // One window over all, whose end is the feed's.
    PCollection<KV<Long, Long>> totals =
        tallied
            .apply("OneWindow", Window.into(FixedWindows.of(Duration.standardDays(36_500))))
            .apply("Total", ParDo.of(new Tally(coder)));
    if (options.isSink()) {
      write("combined", combined, options);
      write("tallied", tallied, options);
      write("total", totals, options);
    }
  }

  private static void write(String name, PCollection<KV<Long, Long>> sums, Options options) {
    boolean stable = options.isStableInput();
    Sink sink =
        stable ? new Sink.Stable(options.getFolder()) : new Sink.Plain(options.getFolder());
    sums.apply("Name " + name, ParDo.of(new Name(name, stable)))
        .apply("Write " + name, ParDo.of(sink));
  }

  /** The name and content of a file: the sum, and if wanted something that is never the same. */
  static final class Name extends DoFn<KV<Long, Long>, KV<String, String>> {
    private static final long serialVersionUID = 1L;

    private final String name;

    private final boolean random;

    Name(String name, boolean random) {
      this.name = name;
      this.random = random;
    }

    @ProcessElement
    public void process(
        @Element KV<Long, Long> sum, IntervalWindow window, OutputReceiver<KV<String, String>> out) {
      String file = name + "-" + window.start().getMillis() + "-" + sum.getKey();
      out.output(KV.of(file, sum.getValue() + (random ? " " + UUID.randomUUID() : "")));
    }
  }

  private Trial() {}
}
