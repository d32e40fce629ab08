package org.penstock.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Plays a file of flights as if it were a live feed: unbounded, in the order in which the flights
 * left, at some speed. The feed ends with the file; then the watermark goes to the end of time.
 *
 * <p>A reader's checkpoint mark is how many reports it has handed out, for its part of the feed is
 * the same whenever it is read.
 */
final class FlightReplay extends UnboundedSource<Flight, FlightReplay.Position> {
  private static final long serialVersionUID = 1L;

  private final Feed feed;
  private final int part;
  private final int parts;

  /** Which time of a flight is the event's. Serves as the timestamp of its report. */
  enum EventTime {
    /** So that a flight which leaves late is reported late. */
    SCHEDULED {
      @Override
      Instant of(Flight flight) {
        return flight.scheduled();
      }
    },

    /** The time of the report: nothing is late. */
    DEPARTED {
      @Override
      Instant of(Flight flight) {
        return flight.departed();
      }
    };

    abstract Instant of(Flight flight);
  }

  /**
   * What is played, and how.
   *
   * @param file the flights; one file
   * @param eventTime which time is a report's timestamp
   * @param lagMinutes how far the watermark stays behind the reports
   * @param perSecond how many reports a second
   * @param repeatEvery each report with a number that this divides is sent again; 0 for none
   */
  record Feed(String file, EventTime eventTime, int lagMinutes, int perSecond, int repeatEvery)
      implements Serializable {}

  /**
   * Where a reader is. There is nobody to acknowledge anything to.
   *
   * @param read how many reports it has handed out
   */
  record Position(int read) implements CheckpointMark, Serializable {
    @Override
    public void finalizeCheckpoint() {}
  }

  FlightReplay(Feed feed) {
    this(feed, 0, 1);
  }

  private FlightReplay(Feed feed, int part, int parts) {
    this.feed = feed;
    this.part = part;
    this.parts = parts;
  }

  @Override
  public List<FlightReplay> split(int desired, PipelineOptions options) {
    List<FlightReplay> splits = new ArrayList<>();
    for (int i = 0; i < desired; i++) {
      splits.add(new FlightReplay(feed, i, desired));
    }
    return splits;
  }

  @Override
  public UnboundedReader<Flight> createReader(PipelineOptions options, @Nullable Position position)
      throws IOException {
    double perSecond = (double) feed.perSecond() / parts;
    return new FlightReplayReader(
        this, feed, reports(), perSecond, position == null ? 0 : position.read());
  }

  @Override
  public Coder<Flight> getOutputCoder() {
    return SerializableCoder.of(Flight.class);
  }

  @Override
  public Coder<Position> getCheckpointMarkCoder() {
    return SerializableCoder.of(Position.class);
  }

  /** This part of the feed, in order. */
  private List<Flight> reports() throws IOException {
    List<Flight> all = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            Channels.newReader(
                FileSystems.open(FileSystems.matchSingleFileSpec(feed.file()).resourceId()),
                StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Flight flight = Flight.parse(line);
        if (flight.departureDelay() != null) {
          all.add(flight);
        }
      }
    }
    all.sort(Comparator.comparing(Flight::departed));
    List<Flight> mine = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i % parts == part) {
        mine.add(all.get(i));
        if (feed.repeatEvery() > 0 && i % feed.repeatEvery() == 0) {
          mine.add(all.get(i));
        }
      }
    }
    return mine;
  }
}
