package org.penstock.distribution;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a cluster tells, and takes, over HTTP. */
final class FlinkRest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  /** Of the cluster at {@code host:port}. */
  FlinkRest(String address) {
    this.address = address;
  }

  /** The JSON at a path. */
  String get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /** Sends JSON to a path and returns the answer. */
  String post(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE);
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  /** All values of fields of a name, wherever they are; those that are no text as they stand. */
  static List<String> fields(String json, String name) {
    return Pattern.compile("\"" + Pattern.quote(name) + "\":\"?([^\",}\\]]*)")
        .matcher(json)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  /** The first value of a field of a name. */
  static String field(String json, String name) {
    List<String> found = fields(json, name);
    if (found.isEmpty()) {
      throw new IllegalStateException("There is no " + name + " in " + json);
    }
    return found.get(0);
  }
}
