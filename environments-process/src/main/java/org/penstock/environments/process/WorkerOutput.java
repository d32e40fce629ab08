package org.penstock.environments.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a worker prints to the log, line by line, and keeps the end of it. */
final class WorkerOutput {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessEnvironment.class);
  private static final int KEPT = 8 * 1024;
  private static final int LONGEST_LINE = 8 * 1024;

  private final String workerId;
  private final StringBuilder line = new StringBuilder();
  private final StringBuilder kept = new StringBuilder();

  WorkerOutput(String workerId) {
    this.workerId = workerId;
  }

  /** Reads to the end. */
  void readAll(InputStream stream) {
    char[] buffer = new char[4096];
    try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        keep(buffer, read);
        for (int i = 0; i < read; i++) {
          take(buffer[i]);
        }
      }
    } catch (IOException e) {
      // The worker was closed while something still held its output open.
      LOG.debug("{}: the output ended: {}", workerId, e.toString());
    }
    if (!line.isEmpty()) {
      log();
    }
  }

  private void take(char c) {
    // A worker that never ends its line must not fill the memory.
    if (c == '\n' || line.length() >= LONGEST_LINE) {
      log();
    }
    if (c != '\n' && c != '\r') {
      line.append(c);
    }
  }

  private void log() {
    // A copy, for an appender may look at it later.
    LOG.info("{}: {}", workerId, line.toString());
    line.setLength(0);
  }

  private synchronized void keep(char[] text, int length) {
    kept.append(text, 0, length);
    if (kept.length() > KEPT) {
      kept.delete(0, kept.length() - KEPT);
    }
  }

  /** Adds a line that is not the worker's own. */
  void note(String text) {
    String noted = (tail().isEmpty() || tail().endsWith("\n") ? "" : "\n") + text + "\n";
    keep(noted.toCharArray(), noted.length());
    LOG.info("{}: {}", workerId, text);
  }

  /** The last of what was printed, a few kilobytes. */
  synchronized String tail() {
    return kept.toString();
  }
}
