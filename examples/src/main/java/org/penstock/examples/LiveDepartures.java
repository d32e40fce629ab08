package org.penstock.examples;

import static org.apache.beam.sdk.values.TypeDescriptors.strings;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;

/**
 * Counts, from a live feed, how many of the flights that an airport had scheduled for an hour have
 * left: first numbers while the hour lasts, one when it should be over, and a correction whenever a
 * flight leaves late.
 *
 * <p>The feed is a {@link FlightReplay}: a report comes when the flight leaves and has the
 * scheduled time as its timestamp. The pipeline is unbounded, and ends only since the feed does.
 */
public final class LiveDepartures {
  /** Longer than any flight of the week was delayed, so that each is counted in the end. */
  private static final Duration LATEST = Duration.standardDays(1);

  /** How often a file is written. */
  private static final Duration BATCH = Duration.standardSeconds(2);

  private LiveDepartures() {}

  /** The options of this pipeline. */
  public interface Options extends PipelineOptions {
    /** The flights. */
    @Description("File of the flights to replay. Default: flights.csv")
    @Default.InstanceFactory(DefaultFile.Flights.class)
    String getFlights();

    /** Sets the flights. */
    void setFlights(String flights);

    /** The speed of the feed. */
    @Description("How many reports the feed sends in a second.")
    @Default.Integer(100)
    int getPerSecond();

    /** Sets the speed of the feed. */
    void setPerSecond(int perSecond);

    /** How long the watermark waits for late departures. */
    @Description("A departure is late data from this many minutes of delay on.")
    @Default.Integer(15)
    int getLateMinutes();

    /** Sets how long the watermark waits for late departures. */
    void setLateMinutes(int lateMinutes);

    /** The time between two first numbers. */
    @Description("How many milliseconds to wait with a first number.")
    @Default.Integer(200)
    int getEarlyMillis();

    /** Sets the time between two first numbers. */
    void setEarlyMillis(int earlyMillis);

    /** Where the numbers go. */
    @Description("Prefix of the files to write, such as /tmp/departures")
    @Required
    String getOutput();

    /** Sets where the numbers go. */
    void setOutput(String output);
  }

  /** Runs the pipeline and waits for the end of the feed. */
  public static void main(String[] args) {
    Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, options);
    pipeline.run().waitUntilFinish();
  }

  /** Adds the transforms, from the reading to the writing. */
  static void build(Pipeline pipeline, Options options) {
    Duration early = Duration.millis(options.getEarlyMillis());
    FlightReplay.Feed feed =
        new FlightReplay.Feed(
            options.getFlights(),
            FlightReplay.EventTime.SCHEDULED,
            options.getLateMinutes(),
            options.getPerSecond(),
            0);
    pipeline
        .apply("Reports", Read.from(new FlightReplay(feed)))
        .apply("Origin", MapElements.into(strings()).via(Flight::origin))
        .apply("Hours", hours(early))
        .apply("Count", Count.perElement())
        .apply("Format", ParDo.of(new Format()))
        .apply("Batches", batches())
        .apply(
            "WriteNumbers",
            TextIO.write().to(options.getOutput() + "-").withWindowedWrites().withNumShards(1));
  }

  /** Hours, each with numbers before, at and after its end; a number replaces those before it. */
  private static Window<String> hours(Duration early) {
    return Window.<String>into(FixedWindows.of(Duration.standardHours(1)))
        .triggering(
            AfterWatermark.pastEndOfWindow()
                .withEarlyFirings(AfterProcessingTime.pastFirstElementInPane().plusDelayOf(early))
                .withLateFirings(AfterPane.elementCountAtLeast(1)))
        .withAllowedLateness(LATEST)
        .accumulatingFiredPanes();
  }

  /** Whatever has come since the last file goes into the next. */
  private static Window<String> batches() {
    return Window.<String>into(new GlobalWindows())
        .triggering(
            Repeatedly.forever(AfterProcessingTime.pastFirstElementInPane().plusDelayOf(BATCH)))
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }

  /** Writes one line for each number. */
  static final class Format extends DoFn<KV<String, Long>, String> {
    private static final long serialVersionUID = 1L;

    /** Outputs the line of a number, such as {@code EWR 2013-02-04 06:00: 31, on time, pane 2}. */
    @ProcessElement
    public void process(
        @Element KV<String, Long> count,
        IntervalWindow hour,
        PaneInfo pane,
        OutputReceiver<String> lines) {
      String timing =
          switch (pane.getTiming()) {
            case EARLY -> "early";
            case ON_TIME -> "on time";
            case LATE -> "late";
            case UNKNOWN -> "at some time";
          };
      lines.output(
          "%s %s: %d, %s, pane %d"
              .formatted(
                  count.getKey(),
                  NewYorkDay.minute(hour.start()),
                  count.getValue(),
                  timing,
                  pane.getIndex()));
    }
  }
}
