package org.penstock.examples;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Hands out reports of flights, no faster than it should. */
final class FlightReplayReader extends UnboundedReader<Flight> {
  private final FlightReplay source;
  private final FlightReplay.Feed feed;
  private final List<Flight> reports;
  private final double perSecond;
  private final int first;
  private final long started = System.nanoTime();
  private int read;

  FlightReplayReader(
      FlightReplay source,
      FlightReplay.Feed feed,
      List<Flight> reports,
      double perSecond,
      int first) {
    this.source = source;
    this.feed = feed;
    this.reports = reports;
    this.perSecond = perSecond;
    this.first = first;
    this.read = first;
  }

  @Override
  public boolean start() {
    return advance();
  }

  @Override
  public boolean advance() {
    double seconds = (double) (System.nanoTime() - started) / TimeUnit.SECONDS.toNanos(1);
    if (read >= reports.size() || read - first >= seconds * perSecond) {
      return false;
    }
    read++;
    return true;
  }

  @Override
  public Flight getCurrent() {
    if (read == first) {
      throw new NoSuchElementException("Nothing was read yet");
    }
    return reports.get(read - 1);
  }

  @Override
  public Instant getCurrentTimestamp() {
    return feed.eventTime().of(getCurrent());
  }

  /** Behind the next report, for no later one left before it; but some were scheduled before. */
  @Override
  public Instant getWatermark() {
    return read >= reports.size()
        ? BoundedWindow.TIMESTAMP_MAX_VALUE
        : reports.get(read).departed().minus(Duration.standardMinutes(feed.lagMinutes()));
  }

  @Override
  public CheckpointMark getCheckpointMark() {
    return new FlightReplay.Position(read);
  }

  @Override
  public UnboundedSource<Flight, ?> getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    // The file was read and closed before the first report.
  }
}
