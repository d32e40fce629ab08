package org.penstock.portable.runtime.worker;

import org.apache.beam.model.fnexecution.v1.BeamFnApi.LogEntry;
import org.apache.beam.runners.fnexecution.logging.LogWriter;
import org.penstock.spi.WorkerLogs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the log entries of workers to this JVM's log, and passes them on. */
final class LogForwarding {
  private static final String LOGGER = "org.penstock.worker.";

  private LogForwarding() {}

  static LogWriter writer(String jobId, String workerId) {
    Logger ofWorker = LoggerFactory.getLogger(LOGGER + workerId);
    return entry -> {
      String transform = entry.getTransformId();
      write(transform.isEmpty() ? ofWorker : LoggerFactory.getLogger(LOGGER + transform), entry);
      WorkerLogs.publish(jobId, entry);
    };
  }

  private static void write(Logger logger, LogEntry entry) {
    String text =
        entry.getTrace().isEmpty()
            ? entry.getMessage()
            : entry.getMessage() + System.lineSeparator() + entry.getTrace();
    switch (entry.getSeverity()) {
      case ERROR, CRITICAL -> logger.error(text);
      case WARN -> logger.warn(text);
      case DEBUG -> logger.debug(text);
      case TRACE -> logger.trace(text);
      default -> logger.info(text);
    }
  }
}
