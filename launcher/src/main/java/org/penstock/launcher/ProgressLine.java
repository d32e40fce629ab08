package org.penstock.launcher;

import java.time.Duration;
import java.util.Locale;

/**
 * Words for how far a job is, with the rate since the words before. Nothing is said of records as
 * long as none were shuffled: a job of one stage never shuffles any. Not thread-safe.
 */
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
    StringBuilder line = new StringBuilder(job);
    line.append(": ").append(status.state().toLowerCase(Locale.ROOT));
    line.append(", ").append(status.stagesDone()).append('/').append(status.stages());
    line.append(" stages done, ").append(status.tasks());
    line.append(status.tasks() == 1 ? " task running, " : " tasks running, ");
    if (status.shuffledRecords() > 0) {
      line.append(Text.count(status.shuffledRecords())).append(" records (");
      line.append(Text.bytes(status.shuffledBytes())).append(") shuffled, ");
      line.append(Text.count(rate(elapsed, status))).append("/s, ");
    }
    return line.append(Text.duration(elapsed)).toString();
  }

  private long rate(Duration elapsed, JobStatus status) {
    long millis = Math.max(1, elapsed.minus(lastTime).toMillis());
    long rate = Math.max(0, status.shuffledRecords() - lastRecords) * 1000 / millis;
    lastRecords = status.shuffledRecords();
    lastTime = elapsed;
    return rate;
  }
}
