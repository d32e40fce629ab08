package org.penstock.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Flink's REST API at one address. */
final class FlinkRest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TO_CONNECT).build();
  private final URI address;

  /**
   * Asks nobody yet.
   *
   * @param address scheme, host and port, and the path that the API is under
   */
  FlinkRest(URI address) {
    this.address = address;
  }

  URI address() {
    return address;
  }

  /**
   * What is at a path.
   *
   * @throws LaunchException if nobody answers there, or it is not Flink
   * @throws RestException if Flink answers with an error
   */
  JsonNode get(String path) throws RestException {
    return send(request(path).GET());
  }

  /** As {@link #get}, with a body. */
  JsonNode post(String path, Map<String, ?> body) throws RestException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.valueToTree(body).toString())));
  }

  /** As {@link #get}, with the method PATCH. */
  JsonNode patch(String path) throws RestException {
    return send(request(path).method("PATCH", BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request(String path) {
    String base = address.toString().replaceAll("/+$", "");
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
  }

  private JsonNode send(HttpRequest.Builder request) throws RestException {
    HttpResponse<String> answer;
    try {
      answer = http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw LaunchException.failed(
          "Flink does not answer at "
              + address
              + ". Start a cluster with penstock cluster start, or name the one that runs by"
              + " --flinkMaster=host:port.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LaunchException.failed("Interrupted while asking Flink at " + address + ".");
    }
    JsonNode body = parse(answer);
    if (answer.statusCode() / 100 != 2) {
      throw new RestException(answer.statusCode(), body.path("errors"));
    }
    return body;
  }

  private JsonNode parse(HttpResponse<String> answer) {
    try {
      JsonNode body = json.readTree(answer.body());
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw LaunchException.failed(
        "What answers at " + address + " is not Flink (HTTP " + answer.statusCode() + ").");
  }
}
