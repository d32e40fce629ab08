package org.penstock.examples;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Reads flights from files in the form of {@code flights.csv}, header included. */
final class ReadFlights extends PTransform<PBegin, PCollection<Flight>> {
  private static final long serialVersionUID = 1L;

  private final String pattern;

  private ReadFlights(String pattern) {
    this.pattern = pattern;
  }

  /** From the files that match a pattern. */
  static PCollection<Flight> from(Pipeline pipeline, String pattern) {
    return pipeline.apply("ReadFlights", new ReadFlights(pattern));
  }

  @Override
  public PCollection<Flight> expand(PBegin input) {
    return input
        .apply("Lines", TextIO.read().from(pattern).withSkipHeaderLines(1))
        .apply("Parse", MapElements.into(TypeDescriptor.of(Flight.class)).via(Flight::parse));
  }
}
