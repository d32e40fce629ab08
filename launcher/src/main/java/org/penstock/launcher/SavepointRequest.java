package org.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A savepoint that Flink was asked for.
 *
 * @param rest where it was asked for
 * @param job the job
 * @param end what else happens to the job
 * @param id Flink's id of the request
 */
record SavepointRequest(FlinkRest rest, ClusterJob job, End end, String id) {
  /** What happens to a job with its savepoint. */
  enum End {
    /** It goes on. */
    NONE("take a savepoint of"),
    /** It ends there. */
    STOP("stop"),
    /** Its time goes to the end, and it ends. */
    DRAIN("drain");

    private final String verb;

    End(String verb) {
      this.verb = verb;
    }

    String verb() {
      return verb;
    }
  }

  /**
   * Where the savepoint is; empty as long as it is not complete.
   *
   * @throws LaunchException if Flink has given it up
   */
  Optional<String> path() {
    JsonNode answer;
    try {
      answer = rest.get("/jobs/" + job.id() + "/savepoints/" + id);
    } catch (RestException e) {
      throw failed(e.getMessage());
    }
    if (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      return Optional.empty();
    }
    JsonNode operation = answer.path("operation");
    if (operation.hasNonNull("location")) {
      return Optional.of(operation.path("location").asText());
    }
    throw failed(RestException.cause(operation.path("failure-cause").path("stack-trace").asText()));
  }

  private LaunchException failed(@Nullable String why) {
    String next = end == End.NONE ? "It goes on." : "Its state now: penstock jobs; then try again.";
    return LaunchException.failed(
        String.format(
            Locale.ROOT,
            "Flink could not %s the job %s: %s. %s",
            end.verb(),
            job.title(),
            why,
            next));
  }
}
