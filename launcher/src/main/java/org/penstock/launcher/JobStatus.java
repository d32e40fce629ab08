package org.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far a job is, as Flink's REST API tells it at {@code /jobs/<id>}.
 *
 * @param state Flink's state of the job, such as RUNNING
 * @param stages the number of job vertices
 * @param stagesDone how many of them have finished
 * @param tasks how many subtasks run at this moment
 * @param shuffledRecords records that vertices have written for other vertices, so far; those that
 *     go from step to step within a vertex are counted nowhere
 * @param shuffledBytes the size of these records
 */
record JobStatus(
    String state, int stages, int stagesDone, int tasks, long shuffledRecords, long shuffledBytes) {
  /** Reads an answer; what is missing in it counts as nothing. */
  static JobStatus of(JsonNode job) {
    int stages = 0;
    int done = 0;
    int tasks = 0;
    long records = 0;
    long bytes = 0;
    for (JsonNode vertex : job.path("vertices")) {
      stages++;
      if (vertex.path("status").asText().equals("FINISHED")) {
        done++;
      }
      tasks += vertex.path("tasks").path("RUNNING").asInt();
      // What is written and not what is read: in batch, reading begins when all is written.
      records += vertex.path("metrics").path("write-records").asLong();
      bytes += vertex.path("metrics").path("write-bytes").asLong();
    }
    return new JobStatus(job.path("state").asText("UNKNOWN"), stages, done, tasks, records, bytes);
  }
}
