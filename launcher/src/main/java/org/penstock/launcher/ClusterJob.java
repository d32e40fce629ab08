package org.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;

/**
 * A job as Flink lists it at {@code /jobs/overview}.
 *
 * @param id 32 hexadecimal digits
 * @param name not unique
 * @param state Flink's state of the job, such as RUNNING
 * @param duration since its start, or of the whole job
 */
record ClusterJob(String id, String name, String state, Duration duration) {
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

  static ClusterJob of(JsonNode job) {
    return new ClusterJob(
        job.path("jid").asText(),
        job.path("name").asText(),
        job.path("state").asText("UNKNOWN"),
        Duration.ofMillis(Math.max(0, job.path("duration").asLong())));
  }

  /** Whether it will never be in another state. */
  boolean ended() {
    return ENDED.contains(state);
  }

  /** The name and the id, for messages. */
  String title() {
    return name + " (" + id + ")";
  }
}
