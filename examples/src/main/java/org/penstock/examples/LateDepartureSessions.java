package org.penstock.examples;

import static org.apache.beam.sdk.values.TypeDescriptors.integers;
import static org.apache.beam.sdk.values.TypeDescriptors.kvs;
import static org.apache.beam.sdk.values.TypeDescriptors.longs;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs of late departures at an airport, and says how much rain and snow fell there that day.
 *
 * <p>A run is a session: late departures of one airport, each less than {@code --gapMinutes} after
 * the one before. The weather is a side input in windows of a day; a session looks into the day in
 * which its window ends.
 */
public final class LateDepartureSessions {
  private LateDepartureSessions() {}

  /** The options of this pipeline. */
  public interface Options extends PipelineOptions {
    /** The flights. */
    @Description("File or pattern of the flights to read. Default: flights.csv")
    @Default.InstanceFactory(DefaultFile.Flights.class)
    String getFlights();

    /** Sets the flights. */
    void setFlights(String flights);

    /** The weather. */
    @Description("File or pattern of the hourly weather to read. Default: weather.csv")
    @Default.InstanceFactory(DefaultFile.Weather.class)
    String getWeather();

    /** Sets the weather. */
    void setWeather(String weather);

    /** When a departure counts as late. */
    @Description("A departure is late from this many minutes on.")
    @Default.Integer(15)
    int getLateMinutes();

    /** Sets when a departure counts as late. */
    void setLateMinutes(int lateMinutes);

    /** The quiet time that ends a session. */
    @Description("A session ends when no departure is late for this many minutes.")
    @Default.Integer(30)
    int getGapMinutes();

    /** Sets the quiet time that ends a session. */
    void setGapMinutes(int gapMinutes);

    /** Where the sessions go. */
    @Description("Prefix of the files to write, such as /tmp/sessions")
    @Required
    String getOutput();

    /** Sets where the sessions go. */
    void setOutput(String output);
  }

  /** Runs the pipeline and waits for its end. */
  public static void main(String[] args) {
    Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, options);
    pipeline.run().waitUntilFinish();
  }

  /** Adds the transforms, from the reading to the writing. */
  static void build(Pipeline pipeline, Options options) {
    Duration gap = Duration.standardMinutes(options.getGapMinutes());
    int late = options.getLateMinutes();
    PCollectionView<Map<String, Long>> precipitation =
        dailyPrecipitation(pipeline, options.getWeather());

    ReadFlights.from(pipeline, options.getFlights())
        .apply(
            "Late",
            Filter.by(flight -> flight.departureDelay() != null && flight.departureDelay() >= late))
        .apply("AtDeparture", WithTimestamps.of(Flight::departed))
        .apply(
            "KeyByOrigin",
            MapElements.into(kvs(strings(), integers()))
                .via(
                    flight ->
                        KV.of(flight.origin(), Objects.requireNonNull(flight.departureDelay()))))
        .apply("Sessions", Window.into(Sessions.withGapDuration(gap)))
        .apply("AddUp", Combine.perKey(new DelayTotal.Of()))
        .apply("Describe", ParDo.of(new Describe(gap, precipitation)).withSideInputs(precipitation))
        .apply("WriteSessions", TextIO.write().to(options.getOutput()));
  }

  /** Hundredths of an inch for each airport, in windows of a day. */
  private static PCollectionView<Map<String, Long>> dailyPrecipitation(
      Pipeline pipeline, String weather) {
    return pipeline
        .apply("ReadWeather", TextIO.read().from(weather).withSkipHeaderLines(1))
        .apply(
            "ParseWeather",
            MapElements.into(TypeDescriptor.of(WeatherHour.class)).via(WeatherHour::parse))
        .apply("AtHour", WithTimestamps.of(WeatherHour::start))
        .apply("Days", Window.into(NewYorkDay.windows()))
        .apply(
            "KeyByAirport",
            MapElements.into(kvs(strings(), longs()))
                .via(hour -> KV.of(hour.airport(), hour.precipitation())))
        .apply("AddUpWeather", Sum.longsPerKey())
        .apply("AsMap", View.asMap());
  }

  /** Writes one line for each session. */
  static final class Describe extends DoFn<KV<String, DelayTotal>, String> {
    private static final long serialVersionUID = 1L;

    private final Duration gap;
    private final PCollectionView<Map<String, Long>> precipitation;

    Describe(Duration gap, PCollectionView<Map<String, Long>> precipitation) {
      this.gap = gap;
      this.precipitation = precipitation;
    }

    /** Outputs the line of a session. */
    @ProcessElement
    public void process(ProcessContext context, IntervalWindow session) {
      String airport = context.element().getKey();
      DelayTotal total = context.element().getValue();
      // A session lasts until one gap after its last event.
      context.output(
          "%s %s to %s: %d late departures, %d minutes lost, %d at most, %s"
              .formatted(
                  airport,
                  NewYorkDay.minute(session.start()),
                  NewYorkDay.minute(session.end().minus(gap)),
                  total.flights(),
                  total.minutes(),
                  total.longest(),
                  weather(context.sideInput(precipitation).get(airport))));
    }

    private static String weather(@Nullable Long hundredths) {
      return hundredths == null
          ? "weather unknown"
          : BigDecimal.valueOf(hundredths, 2).toPlainString() + " in of precipitation";
    }
  }
}
