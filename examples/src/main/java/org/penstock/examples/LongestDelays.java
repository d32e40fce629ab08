package org.penstock.examples;

import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Lists the flights that left each airport latest on each day, the worst first.
 *
 * <p>Beam's {@code Top.perKey} does the same without state. This is what it takes by hand: state
 * for each airport and day that stays small whatever the number of flights, and a result when the
 * day is over.
 */
public final class LongestDelays {
  private LongestDelays() {}

  /** The options of this pipeline. */
  public interface Options extends PipelineOptions {
    /** The flights. */
    @Description("File or pattern of the flights to read. Default: flights.csv")
    @Default.InstanceFactory(DefaultFile.Flights.class)
    String getFlights();

    /** Sets the flights. */
    void setFlights(String flights);

    /** The length of each list. */
    @Description("How many flights to list for each day and airport.")
    @Default.Integer(3)
    int getTop();

    /** Sets the length of each list. */
    void setTop(int top);

    /** Where the lists go. */
    @Description("Prefix of the files to write, such as /tmp/delays")
    @Required
    String getOutput();

    /** Sets where the lists go. */
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
    ReadFlights.from(pipeline, options.getFlights())
        .apply("Departed", Filter.by(flight -> flight.departureDelay() != null))
        .apply("AtSchedule", WithTimestamps.of(Flight::scheduled))
        .apply("Days", Window.into(NewYorkDay.windows()))
        .apply("KeyByOrigin", WithKeys.of(Flight::origin).withKeyType(TypeDescriptors.strings()))
        .apply("KeepLongest", ParDo.of(new KeepLongest(options.getTop())))
        .apply("WriteDelays", TextIO.write().to(options.getOutput()));
  }

  /** Keeps the longest delays of each key and window, and outputs them when the window is over. */
  static final class KeepLongest extends DoFn<KV<String, Flight>, String> {
    private static final long serialVersionUID = 1L;

    // Flights with the same delay are told apart, so that every run lists the same ones.
    private static final Comparator<Flight> LONGEST_FIRST =
        Comparator.comparing(Flight::departureDelay, Comparator.nullsFirst(Integer::compare))
            .reversed()
            .thenComparing(Flight::scheduled)
            .thenComparing(Flight::name);

    @StateId("candidates")
    private final StateSpec<BagState<Flight>> candidatesSpec = StateSpecs.bag();

    @StateId("size")
    private final StateSpec<ValueState<Integer>> sizeSpec = StateSpecs.value(VarIntCoder.of());

    private final int top;

    KeepLongest(int top) {
      if (top < 1) {
        throw new IllegalArgumentException("--top is %d, expected 1 or more".formatted(top));
      }
      this.top = top;
    }

    /** Remembers a flight, and forgets what can't be among the longest. */
    @ProcessElement
    public void process(
        @Element KV<String, Flight> flight,
        @StateId("candidates") BagState<Flight> candidates,
        @StateId("size") ValueState<Integer> size) {
      Integer before = size.read();
      int now = before == null ? 1 : before + 1;
      candidates.add(flight.getValue());
      // Only when half of them can go: adding to a bag is cheap, reading it is not.
      if (now >= 2 * top) {
        List<Flight> longest = longest(candidates.read());
        candidates.clear();
        longest.forEach(candidates::add);
        now = longest.size();
      }
      size.write(now);
    }

    /** Outputs the list; the runner calls it once, and drops the state afterwards. */
    @OnWindowExpiration
    public void finish(
        @Key String airport,
        IntervalWindow day,
        @StateId("candidates") BagState<Flight> candidates,
        OutputReceiver<String> lines) {
      int rank = 1;
      for (Flight flight : longest(candidates.read())) {
        lines.output(
            "%s %s %d. %s to %s, %d minutes late"
                .formatted(
                    NewYorkDay.date(day.start()),
                    airport,
                    rank++,
                    flight.name(),
                    flight.destination(),
                    flight.departureDelay()));
      }
    }

    private List<Flight> longest(Iterable<Flight> flights) {
      return StreamSupport.stream(flights.spliterator(), false)
          .sorted(LONGEST_FIRST)
          .limit(top)
          .toList();
    }
  }
}
