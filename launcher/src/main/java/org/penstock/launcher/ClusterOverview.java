package org.penstock.launcher;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Flink tells of itself at {@code /overview}.
 *
 * @param flinkVersion the version that runs there
 * @param taskManagers how many have registered
 * @param slots how many they offer
 * @param freeSlots how many of these nobody uses
 */
record ClusterOverview(String flinkVersion, int taskManagers, int slots, int freeSlots) {
  static ClusterOverview ask(FlinkRest rest) {
    try {
      JsonNode answer = rest.get("/overview");
      return new ClusterOverview(
          answer.path("flink-version").asText("unknown"),
          answer.path("taskmanagers").asInt(),
          answer.path("slots-total").asInt(),
          answer.path("slots-available").asInt());
    } catch (RestException e) {
      throw LaunchException.failed(
          "Flink at " + rest.address() + " is not ready: " + e.getMessage() + ".");
    }
  }

  /** One sentence. */
  String text(FlinkRest rest) {
    return String.format(
        "Flink %s at %s: %d task managers, %d slots (%d free).",
        flinkVersion, rest.address(), taskManagers, slots, freeSlots);
  }
}
