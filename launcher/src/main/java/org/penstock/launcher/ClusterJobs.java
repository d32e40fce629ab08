package org.penstock.launcher;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The jobs of a cluster, and what can be asked of them. */
final class ClusterJobs {
  private final FlinkRest rest;

  ClusterJobs(FlinkRest rest) {
    this.rest = rest;
  }

  /** All that the cluster remembers: those that run first, then by name. */
  List<ClusterJob> all() {
    try {
      return StreamSupport.stream(rest.get("/jobs/overview").path("jobs").spliterator(), false)
          .map(ClusterJob::of)
          .sorted(Comparator.comparing(ClusterJob::ended).thenComparing(ClusterJob::name))
          .toList();
    } catch (RestException e) {
      throw LaunchException.failed(
          "Flink at " + rest.address() + " does not list its jobs: " + e.getMessage() + ".");
    }
  }

  /**
   * The job with this id or name that has not ended.
   *
   * @throws LaunchException if there is none, or more than one
   */
  ClusterJob running(String idOrName) {
    List<ClusterJob> all = all();
    Optional<ClusterJob> byId = all.stream().filter(job -> job.id().equals(idOrName)).findFirst();
    List<ClusterJob> named =
        byId.map(List::of)
            .orElseGet(() -> all.stream().filter(job -> job.name().equals(idOrName)).toList());
    List<ClusterJob> running = named.stream().filter(job -> !job.ended()).toList();
    if (running.size() == 1) {
      return running.get(0);
    }
    if (running.size() > 1) {
      throw LaunchException.usage(
          running.size() + " jobs are named " + idOrName + ". Give an id: " + ids(running) + ".");
    }
    if (!named.isEmpty()) {
      ClusterJob ended = named.get(0);
      throw LaunchException.failed(
          "The job " + ended.title() + " has ended, and is " + ended.state() + ".");
    }
    throw LaunchException.usage(
        "There is no job " + idOrName + " at " + rest.address() + ". " + present(all));
  }

  /** The state of a job now; empty if the cluster does not know the job any more. */
  Optional<String> state(ClusterJob job) {
    try {
      return Optional.of(rest.get("/jobs/" + job.id()).path("state").asText("UNKNOWN"));
    } catch (RestException e) {
      return Optional.empty();
    }
  }

  /** Asks for the end of a job. */
  void cancel(ClusterJob job) {
    try {
      rest.patch("/jobs/" + job.id() + "?mode=cancel");
    } catch (RestException e) {
      throw refused("cancel", job, e);
    }
  }

  /**
   * Asks for a savepoint.
   *
   * @param end what else is to happen to the job
   * @param directory an absolute path or URI; the cluster's default if empty
   * @return follows it
   */
  SavepointRequest savepoint(ClusterJob job, SavepointRequest.End end, Optional<String> directory) {
    boolean triggersOnly = end == SavepointRequest.End.NONE;
    Map<String, Object> body = new HashMap<>();
    directory.ifPresent(
        target -> body.put(triggersOnly ? "target-directory" : "targetDirectory", target));
    body.put("formatType", format(job));
    if (!triggersOnly) {
      body.put("drain", end == SavepointRequest.End.DRAIN);
    }
    String path = "/jobs/" + job.id() + (triggersOnly ? "/savepoints" : "/stop");
    try {
      String request = rest.post(path, body).path("request-id").asText();
      return new SavepointRequest(rest, job, end, request);
    } catch (RestException e) {
      if (e.status() == RestException.BAD_REQUEST && directory.isEmpty()) {
        throw LaunchException.usage(
            "The cluster has no directory for savepoints. Name one with --directory=DIR, or set"
                + " execution.checkpointing.savepoint-dir in its configuration.");
      }
      throw refused(end.verb(), job, e);
    }
  }

  /** That of Flink's which every state backend reads, where the job's can write it. */
  private String format(ClusterJob job) {
    try {
      String backend =
          rest.get("/jobs/" + job.id() + "/checkpoints/config").path("state_backend").asText();
      // A task of ForSt fails when it is asked for the other one.
      return backend.contains("ForSt") ? "NATIVE" : "CANONICAL";
    } catch (RestException e) {
      return "CANONICAL";
    }
  }

  private static LaunchException refused(String verb, ClusterJob job, RestException answer) {
    if (answer.status() == RestException.NOT_FOUND || answer.status() == RestException.CONFLICT) {
      return LaunchException.failed("The job " + job.title() + " has just ended.");
    }
    return LaunchException.failed(
        "Flink could not " + verb + " the job " + job.title() + ": " + answer.getMessage() + ".");
  }

  private static String ids(List<ClusterJob> jobs) {
    return jobs.stream().map(ClusterJob::id).collect(Collectors.joining(", "));
  }

  private static String present(List<ClusterJob> all) {
    List<ClusterJob> running = all.stream().filter(job -> !job.ended()).toList();
    return running.isEmpty()
        ? "No job is running there."
        : "Running: "
            + running.stream().map(ClusterJob::title).collect(Collectors.joining(", "))
            + ".";
  }
}
