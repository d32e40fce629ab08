package org.penstock.examples;

import static org.apache.beam.sdk.values.TypeDescriptors.strings;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Drops what an unreliable feed sends twice: of all reports of one departure only the first passes.
 *
 * <p>What was seen is kept in the state of a {@code DoFn}, and forgotten by a timer, for an endless
 * feed would fill it up. The feed is a {@link FlightReplay} and ends.
 */
public final class FirstReports {
  private FirstReports() {}

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
    @Default.Integer(500)
    int getPerSecond();

    /** Sets the speed of the feed. */
    void setPerSecond(int perSecond);

    /** How often a report comes twice. */
    @Description("One in this many reports is sent twice.")
    @Default.Integer(3)
    int getRepeatEvery();

    /** Sets how often a report comes twice. */
    void setRepeatEvery(int repeatEvery);

    /** How long a departure is remembered. */
    @Description("A report is forgotten after this many minutes of the feed's time.")
    @Default.Integer(60)
    int getRememberMinutes();

    /** Sets how long a departure is remembered. */
    void setRememberMinutes(int rememberMinutes);

    /** Where the departures go. */
    @Description("Prefix of the files to write, such as /tmp/departures")
    @Required
    String getOutput();

    /** Sets where the departures go. */
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
    FlightReplay.Feed feed =
        new FlightReplay.Feed(
            options.getFlights(),
            FlightReplay.EventTime.DEPARTED,
            0,
            options.getPerSecond(),
            options.getRepeatEvery());
    Duration remember = Duration.standardMinutes(options.getRememberMinutes());
    pipeline
        .apply("Reports", Read.from(new FlightReplay(feed)))
        .apply(
            "ByDeparture",
            WithKeys.<String, Flight>of(flight -> flight.name() + " " + flight.scheduled())
                .withKeyType(strings()))
        .apply("First", ParDo.of(new First(remember)))
        .apply("Format", MapElements.into(strings()).via(FirstReports::line))
        .apply("Days", Window.into(NewYorkDay.windows()))
        .apply(
            "WriteDepartures",
            TextIO.write().to(options.getOutput() + "-").withWindowedWrites().withNumShards(1));
  }

  private static String line(Flight flight) {
    return "%s %s %s to %s"
        .formatted(
            NewYorkDay.minute(flight.departed()),
            flight.name(),
            flight.origin(),
            flight.destination());
  }

  /** Lets the first of equal keys pass, until it is forgotten. */
  static final class First extends DoFn<KV<String, Flight>, Flight> {
    private static final long serialVersionUID = 1L;

    private final Counter repeats = Metrics.counter(First.class, "repeats");
    private final Counter forgotten = Metrics.counter(First.class, "forgotten");
    private final Duration remember;

    @StateId("seen")
    private final StateSpec<ValueState<Boolean>> seenSpec = StateSpecs.value(BooleanCoder.of());

    @TimerId("forget")
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    First(Duration remember) {
      this.remember = remember;
    }

    /** Outputs the flight unless it was seen. */
    @ProcessElement
    public void process(
        @Element KV<String, Flight> report,
        @Timestamp Instant time,
        @StateId("seen") ValueState<Boolean> seen,
        @TimerId("forget") Timer forget,
        OutputReceiver<Flight> first) {
      if (seen.read() != null) {
        repeats.inc();
        return;
      }
      seen.write(true);
      forget.set(time.plus(remember));
      first.output(report.getValue());
    }

    /** Makes room. */
    @OnTimer("forget")
    public void forget(@StateId("seen") ValueState<Boolean> seen) {
      forgotten.inc();
      seen.clear();
    }
  }
}
