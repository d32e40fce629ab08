package org.penstock.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks Flink's REST API how far one job is. */
final class JobStatusClient {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final HttpRequest request;

  JobStatusClient(URI rest, String jobId) {
    String base = rest.toString().replaceAll("/+$", "");
    this.request =
        HttpRequest.newBuilder(URI.create(base + "/jobs/" + jobId)).timeout(PATIENCE).build();
  }

  /** Empty where there is no answer now: progress is a courtesy, and the job goes on without. */
  Optional<JobStatus> ask() throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? Optional.of(JobStatus.of(json.readTree(answer.body())))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
