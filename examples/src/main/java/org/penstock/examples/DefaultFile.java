package org.penstock.examples;

import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.PipelineOptions;

/** Defaults of the input options: each names one shipped file. Beam creates them by reflection. */
final class DefaultFile {
  private DefaultFile() {}

  /** A text of 7,573 words. */
  public static final class Text implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return ExampleData.file("us-constitution.txt");
    }
  }

  /** A week of flights. */
  public static final class Flights implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return ExampleData.file("flights.csv");
    }
  }

  /** The airports that the flights go to, and some more. */
  public static final class Airports implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return ExampleData.file("airports.csv");
    }
  }

  /** The weather of the week, hour by hour. */
  public static final class Weather implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return ExampleData.file("weather.csv");
    }
  }
}
