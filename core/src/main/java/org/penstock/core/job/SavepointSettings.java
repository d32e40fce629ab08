package org.penstock.core.job;

import java.util.Locale;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.SavepointFormatType;

/**
 * How savepoints of a job are written.
 *
 * @param directory where to, unless the caller says
 * @param format Flink's own where the state backend has no other; else the one that every backend
 *     reads
 */
record SavepointSettings(Optional<String> directory, SavepointFormatType format) {
  private static final String FORST = "forst";

  /** What the configuration of a job says. */
  static SavepointSettings of(ReadableConfig configuration) {
    boolean forst =
        configuration
            .getOptional(StateBackendOptions.STATE_BACKEND)
            .filter(backend -> backend.toLowerCase(Locale.ROOT).contains(FORST))
            .isPresent();
    return new SavepointSettings(
        configuration.getOptional(CheckpointingOptions.SAVEPOINT_DIRECTORY),
        // A task of ForSt fails when it is asked for the other one.
        forst ? SavepointFormatType.NATIVE : SavepointFormatType.CANONICAL);
  }
}
