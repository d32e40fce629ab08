package org.penstock.examples;

import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Joins flights with airports: one line for each destination, with its name, the number of flights
 * and the mean arrival delay.
 *
 * <p>A left join. A destination that the list of airports lacks keeps its line; an airport to which
 * nothing flies has none, and is counted in the metric {@code airportsWithoutFlights}.
 */
public final class FlightsByDestination {
  private FlightsByDestination() {}

  /** The options of this pipeline. */
  public interface Options extends PipelineOptions {
    /** The flights. */
    @Description("File or pattern of the flights to read. Default: flights.csv")
    @Default.InstanceFactory(DefaultFile.Flights.class)
    String getFlights();

    /** Sets the flights. */
    void setFlights(String flights);

    /** The airports. */
    @Description("File or pattern of the airports to read. Default: airports.csv")
    @Default.InstanceFactory(DefaultFile.Airports.class)
    String getAirports();

    /** Sets the airports. */
    void setAirports(String airports);

    /** Where the lines go. */
    @Description("Prefix of the files to write, such as /tmp/destinations")
    @Required
    String getOutput();

    /** Sets where the lines go. */
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
    // Anonymous subclasses, so that Beam sees the type parameter.
    TupleTag<Flight> flightsTag = new TupleTag<>("flights") {};
    TupleTag<Airport> airportsTag = new TupleTag<>("airports") {};

    PCollection<KV<String, Flight>> flights =
        ReadFlights.from(pipeline, options.getFlights())
            .apply(
                "KeyByDestination",
                WithKeys.of(Flight::destination).withKeyType(TypeDescriptors.strings()));
    PCollection<KV<String, Airport>> airports =
        pipeline
            .apply("ReadAirports", TextIO.read().from(options.getAirports()).withSkipHeaderLines(1))
            .apply(
                "ParseAirports",
                MapElements.into(TypeDescriptor.of(Airport.class)).via(Airport::parse))
            .apply("KeyByCode", WithKeys.of(Airport::code).withKeyType(TypeDescriptors.strings()));

    KeyedPCollectionTuple.of(flightsTag, flights)
        .and(airportsTag, airports)
        .apply("Join", CoGroupByKey.create())
        .apply("Describe", ParDo.of(new Describe(flightsTag, airportsTag)))
        .apply("WriteDestinations", TextIO.write().to(options.getOutput()));
  }

  /** Writes one line for each destination. */
  static final class Describe extends DoFn<KV<String, CoGbkResult>, String> {
    private static final long serialVersionUID = 1L;

    private final Counter unused = Metrics.counter(Describe.class, "airportsWithoutFlights");
    private final TupleTag<Flight> flightsTag;
    private final TupleTag<Airport> airportsTag;

    Describe(TupleTag<Flight> flightsTag, TupleTag<Airport> airportsTag) {
      this.flightsTag = flightsTag;
      this.airportsTag = airportsTag;
    }

    /** Outputs the line of a destination. */
    @ProcessElement
    public void process(
        @Element KV<String, CoGbkResult> destination, OutputReceiver<String> lines) {
      long flights = 0;
      DelayTotal arrived = DelayTotal.NONE;
      for (Flight flight : destination.getValue().getAll(flightsTag)) {
        flights++;
        Integer delay = flight.arrivalDelay();
        if (delay != null) {
          arrived = arrived.plus(delay);
        }
      }
      if (flights == 0) {
        unused.inc();
        return;
      }
      String line =
          "%s %s: %d flights, %s"
              .formatted(
                  destination.getKey(),
                  place(destination.getValue()),
                  flights,
                  punctuality(arrived));
      lines.output(line);
    }

    private String place(CoGbkResult joined) {
      for (Airport airport : joined.getAll(airportsTag)) {
        return "%s (%s, %s)".formatted(airport.name(), airport.city(), airport.state());
      }
      return "(unknown airport)";
    }

    private static String punctuality(DelayTotal arrived) {
      return arrived.flights() == 0
          ? "none arrived"
          : String.format(
              Locale.ROOT,
              "%d arrived, %.1f minutes late on average",
              arrived.flights(),
              (double) arrived.minutes() / arrived.flights());
    }
  }
}
