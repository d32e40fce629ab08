package org.penstock.launcher;

import java.time.Duration;
import java.util.Locale;

/** Words for how far a job is, with the rate since the words before. Not thread-safe. */
final class ProgressLine {
  private final String job;
  private long lastRecords;
  private Duration lastTime = Duration.ZERO;

  ProgressLine(String job) {
    this.job = job;
  }

  /**
   * The line for this moment.
   *
   * @param elapsed since the job was submitted
   */
  String at(Duration elapsed, JobStatus status) {
    long millis = Math.max(1, elapsed.minus(lastTime).toMillis());
    long rate = Math.max(0, status.records() - lastRecords) * 1000 / millis;
    lastRecords = status.records();
    lastTime = elapsed;
    return job
        + ": "
        + status.state().toLowerCase(Locale.ROOT)
        + ", "
        + status.stagesDone()
        + "/"
        + status.stages()
        + " stages done, "
        + Text.count(status.records())
        + " records, "
        + Text.count(rate)
        + "/s, "
        + Text.duration(elapsed);
  }
}
