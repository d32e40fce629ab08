package org.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far a job is, as Flink's REST API tells it at {@code /jobs/<id>}.
 *
 * @param state Flink's state of the job, such as RUNNING
 * @param stages the number of job vertices
 * @param stagesDone how many of them have finished
 * @param records records that went from one vertex into another, so far
 */
record JobStatus(String state, int stages, int stagesDone, long records) {
  /** Reads an answer; what is missing in it counts as nothing. */
  static JobStatus of(JsonNode job) {
    int stages = 0;
    int done = 0;
    long records = 0;
    for (JsonNode vertex : job.path("vertices")) {
      stages++;
      if (vertex.path("status").asText().equals("FINISHED")) {
        done++;
      }
      records += vertex.path("metrics").path("read-records").asLong();
    }
    return new JobStatus(job.path("state").asText("UNKNOWN"), stages, done, records);
  }
}
