package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final String ANSWER =
      """
      {"jid": "1", "state": "RUNNING", "vertices": [
        {"status": "FINISHED", "tasks": {"RUNNING": 0, "FINISHED": 2},
         "metrics": {"read-records": 0, "write-records": 5000, "write-bytes": 70000}},
        {"status": "RUNNING", "tasks": {"RUNNING": 2},
         "metrics": {"read-records": 4000, "write-records": 30, "write-bytes": 400}},
        {"status": "CREATED", "metrics": {}}]}""";

  @Test
  void readsFlinksAnswer() throws JsonProcessingException {
    assertThat(JobStatus.of(new ObjectMapper().readTree(ANSWER)))
        .isEqualTo(new JobStatus("RUNNING", 3, 1, 2, 5030, 70_400));
  }

  @Test
  void survivesAnAnswerOfAnotherKind() throws JsonProcessingException {
    assertThat(JobStatus.of(new ObjectMapper().readTree("[]")))
        .isEqualTo(new JobStatus("UNKNOWN", 0, 0, 0, 0, 0));
  }

  @Test
  void asksTheJobsPage() throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/jobs/abc",
        exchange -> {
          byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    try {
      assertThat(new JobStatusClient(address, "abc").ask().map(JobStatus::stages)).contains(3);
      assertThat(new JobStatusClient(address, "other").ask()).isEmpty();
    } finally {
      server.stop(0);
    }
    assertThat(new JobStatusClient(address, "abc").ask()).isEqualTo(Optional.empty());
  }

  @Test
  void theRateIsThatSinceTheLastLine() {
    ProgressLine line = new ProgressLine("count");
    assertThat(line.at(Duration.ofSeconds(2), new JobStatus("RUNNING", 3, 0, 1, 1000, 20_000)))
        .isEqualTo(
            "count: running, 0/3 stages done, 1 task running, 1000 records (20.0 kB) shuffled,"
                + " 500/s, 2.0 s");
    assertThat(line.at(Duration.ofSeconds(4), new JobStatus("RUNNING", 3, 1, 2, 101_000, 800)))
        .isEqualTo(
            "count: running, 1/3 stages done, 2 tasks running, 101.0k records (800 B) shuffled,"
                + " 50.0k/s, 4.0 s");
  }

  @Test
  void saysNothingOfRecordsWhereNoneAreShuffled() {
    assertThat(
            new ProgressLine("count")
                .at(Duration.ofSeconds(2), new JobStatus("RUNNING", 1, 0, 2, 0, 0)))
        .isEqualTo("count: running, 0/1 stages done, 2 tasks running, 2.0 s");
  }

  @Test
  void namesSizes() {
    assertThat(Text.bytes(999)).isEqualTo("999 B");
    assertThat(Text.bytes(12_340)).isEqualTo("12.3 kB");
    assertThat(Text.bytes(4_500_000)).isEqualTo("4.5 MB");
    assertThat(Text.bytes(1_200_000_000)).isEqualTo("1.2 GB");
  }

  @Test
  void namesTimes() {
    assertThat(Text.duration(Duration.ofMillis(1234))).isEqualTo("1.2 s");
    assertThat(Text.duration(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
    assertThat(Text.duration(Duration.ofMinutes(62))).isEqualTo("1 h 02 min");
  }

  @Test
  void otherOutputWipesTheLineFirst() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    TerminalConsole console = new TerminalConsole(new PrintStream(screen), 10);
    PrintStream beside = console.beside(new PrintStream(screen));

    console.progress("far too long a line");
    beside.print("user");
    console.print("done");

    assertThat(screen.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[Kfar too l\r\u001b[Kuserdone" + System.lineSeparator());
  }
}
