package org.penstock.launcher;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks again and again until there is an answer, and tells how long that takes. */
final class Waiting {
  private static final long INTERVAL_MILLIS = 200;

  private final Console console;
  private final String what;
  private final long start = System.nanoTime();
  private long toldMillis;

  /**
   * Begins to wait.
   *
   * @param console where it is told
   * @param what is waited for, the beginning of a sentence
   */
  Waiting(Console console, String what) {
    this.console = console;
    this.what = what;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * The first answer that is not empty.
   *
   * @throws LaunchException if this thread is interrupted
   */
  <T> T until(Supplier<Optional<T>> question) {
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      long millis = elapsed().toMillis();
      if (millis - toldMillis >= console.intervalMillis()) {
        toldMillis = millis;
        console.progress(what + ", " + Text.duration(elapsed()));
      }
      sleep();
    }
  }

  private void sleep() {
    try {
      Thread.sleep(INTERVAL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LaunchException.failed("Interrupted: " + what + ".");
    }
  }
}
