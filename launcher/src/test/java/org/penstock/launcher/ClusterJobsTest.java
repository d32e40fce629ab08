package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penstock.launcher.SavepointRequest.End;

final class ClusterJobsTest {
  private static final String JOBS =
      """
      {"jobs": [
        {"jid": "c", "name": "old", "state": "FINISHED", "duration": 1500},
        {"jid": "b", "name": "twin", "state": "RUNNING", "duration": 61000},
        {"jid": "a", "name": "twin", "state": "RESTARTING", "duration": 1000},
        {"jid": "d", "name": "one", "state": "CANCELED", "duration": 1},
        {"jid": "e", "name": "one", "state": "RUNNING", "duration": 1}]}""";

  private final Map<String, String> answers = new HashMap<>(Map.of("/jobs/overview", JOBS));
  private final Map<String, String> bodies = new HashMap<>();
  private final HttpServer server;
  private final ClusterJobs jobs;

  ClusterJobsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    jobs =
        new ClusterJobs(
            new FlinkRest(URI.create("http://localhost:" + server.getAddress().getPort() + "/")));
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().toString();
          bodies.put(
              path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          String answer = answers.getOrDefault(path, "{\"errors\": [\"Not found: /\"]}");
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          int status = !answers.containsKey(path) ? 404 : answer.contains("errors") ? 500 : 200;
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void jobsThatRunStandFirst() {
    assertThat(JobsCommand.text(jobs.all()))
        .isEqualTo(
            """
            ID  NAME  STATE       FOR
            e   one   RUNNING     0.0 s
            b   twin  RUNNING     1 min 01 s
            a   twin  RESTARTING  1.0 s
            c   old   FINISHED    1.5 s
            d   one   CANCELED    0.0 s""");
  }

  @Test
  void aJobIsFoundByItsIdOrByANameThatOnlyItHasNow() {
    assertThat(jobs.running("a").id()).isEqualTo("a");
    assertThat(jobs.running("one").id()).isEqualTo("e");
    assertThatThrownBy(() -> jobs.running("twin"))
        .hasMessage("2 jobs are named twin. Give an id: b, a.");
    assertThatThrownBy(() -> jobs.running("old"))
        .hasMessage("The job old (c) has ended, and is FINISHED.");
    assertThatThrownBy(() -> jobs.running("other"))
        .hasMessageStartingWith("There is no job other at http://localhost:")
        .hasMessageEndingWith(" Running: one (e), twin (b), twin (a).");
  }

  @Test
  void flinksReasonIsTheLastCause() {
    answers.put("/jobs/e/savepoints", "{\"request-id\": \"r\"}");
    answers.put("/jobs/e/savepoints/r", "{\"status\": {\"id\": \"IN_PROGRESS\"}}");
    SavepointRequest request =
        jobs.savepoint(jobs.running("one"), End.NONE, Optional.of("file:///d"));
    assertThat(request.path()).isEmpty();

    answers.put(
        "/jobs/e/savepoints/r",
        """
        {"status": {"id": "COMPLETED"}, "operation": {"failure-cause": {
          "class": "java.util.concurrent.CompletionException",
          "stack-trace": "java.lang.Exception: a\\n\\tat x.Y.z(Y.java:1)\\nCaused by: \
        org.apache.flink.E: java.io.IOException: disk full.\\n\\tat x.Y.z(Y.java:2)\\n"}}}""");
    assertThatThrownBy(request::path)
        .hasMessage("Flink could not take a savepoint of the job one (e): disk full. It goes on.");

    answers.put(
        "/jobs/e/savepoints/r",
        "{\"status\": {\"id\": \"COMPLETED\"}, \"operation\": {\"location\": \"file:/d/s\"}}");
    assertThat(request.path()).contains("file:/d/s");
  }

  @Test
  void theFormatIsOneThatTheStateBackendCanWrite() {
    answers.put("/jobs/e/stop", "{\"request-id\": \"r\"}");
    jobs.savepoint(jobs.running("one"), End.DRAIN, Optional.of("file:///d"));
    assertThat(bodies.get("/jobs/e/stop"))
        .contains("\"formatType\":\"CANONICAL\"", "\"drain\":true", "\"file:///d\"");

    answers.put("/jobs/e/checkpoints/config", "{\"state_backend\": \"ForStStateBackend\"}");
    jobs.savepoint(jobs.running("one"), End.STOP, Optional.of("file:///d"));
    assertThat(bodies.get("/jobs/e/stop")).contains("\"formatType\":\"NATIVE\"", "\"drain\":false");
  }

  @Test
  void aJobThatEndsMeanwhileAndFlinksErrorsAreTold() {
    ClusterJob job = jobs.running("one");
    assertThatThrownBy(() -> jobs.cancel(job)).hasMessage("The job one (e) has just ended.");
    answers.put("/jobs/e?mode=cancel", "{\"errors\": [\"Internal server error.\"]}");
    assertThatThrownBy(() -> jobs.cancel(job))
        .hasMessage("Flink could not cancel the job one (e): Internal server error.");
    assertThat(jobs.state(job)).isEmpty();
  }

  @Test
  void whatIsNotFlinkIsToldSo() {
    answers.put("/jobs/overview", "<html>Welcome</html>");
    assertThatThrownBy(jobs::all)
        .isInstanceOf(LaunchException.class)
        .hasMessageMatching(
            "What answers at http://localhost:[0-9]+/ is not Flink \\(HTTP 200\\)\\.");
  }
}
