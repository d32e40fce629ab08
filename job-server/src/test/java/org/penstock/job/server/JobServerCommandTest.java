package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class JobServerCommandTest {
  private static final Pattern PORTS =
      Pattern.compile("Listening at localhost: jobs (\\d+), artifacts (\\d+), expansion (\\S+)");

  @TempDir private Path folder;

  private record Answer(int exit, String err) {}

  private static Answer execute(String... arguments) {
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new JobServerCommand())
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Answer(exit, err.toString());
  }

  @Test
  void anOptionThatIsNoneIsTold() {
    Answer answer = execute("--job-prot=1");

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.err()).contains("--job-prot").contains("--job-port");
  }

  @Test
  void aValueThatIsWrongIsTold() {
    assertThat(execute("--job-port", "many").exit()).isEqualTo(2);
    assertThat(execute("--job-port=70000").err()).contains("job port is 0 to 65535");
    assertThat(execute("--tls-key=x").err()).contains("TLS needs a certificate and its key");
    assertThat(execute("--job-host=0.0.0.0").err()).contains("--token-file");
    assertThat(execute("--job-host=0.0.0.0").exit()).isEqualTo(2);
  }

  @Test
  void aDirectoryThatFlinkCannotReadIsTold() throws IOException {
    assertThat(execute("--flink-conf-dir", folder.toString()).err()).contains("config.yaml");
    Files.createFile(folder.resolve("flink-conf.yaml"));

    Answer answer = execute("--flink-conf-dir=" + folder);

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.err()).contains("of Flink 1").contains("Usage:");
  }

  /** Whatever comes before it is understood, or it would not get there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--flink-master http://host:8081 --expansion-port -1",
        "--flink-master-url=host:8081 --expansion-port=-1",
        "--clean-artifacts-per-job false --history-size 3",
        "--clean-artifacts-per-job --history-size=3",
        "--job-host localhost --artifact-port 0",
      })
  void valuesComeAfterAnEqualsSignOrASpace(String line) {
    List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
    arguments.add("--job-port=70000");

    Answer answer = execute(arguments.toArray(String[]::new));

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.err()).contains("job port is 0 to 65535");
  }

  @Test
  void aPortThatIsTakenIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Answer answer =
          execute("--artifact-port=0", "--expansion-port=-1", "--job-port=" + taken.getLocalPort());

      assertThat(answer.exit()).isEqualTo(1);
      assertThat(answer.err())
          .contains("The job server cannot listen at localhost:" + taken.getLocalPort())
          .contains("--job-port");
    }
  }

  /** As the Python SDK starts it and ends it, with a job under way. */
  @Test
  void endsWithinFiveSecondsOfAnInterrupt() throws Exception {
    Path artifacts = folder.resolve("artifacts/abc");
    Process process =
        start(
            "--flink-master",
            "[auto]",
            "--artifacts-dir",
            artifacts.toString(),
            "--job-port",
            "0",
            "--artifact-port=0",
            "--expansion-port",
            "0",
            "--clean-artifacts-per-job",
            "true",
            "--history-size=3");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int port = port(out);
      assertThat(artifacts).isDirectory();
      try (PortClient client = new PortClient(port)) {
        client.startEndlessJob();

        Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
        long sent = System.nanoTime();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(5));
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(130);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(JobServerCommand.class.getName());
    command.addAll(List.of(arguments));
    Path err = Files.createFile(folder.resolve("err.txt"));
    return new ProcessBuilder(command).redirectError(err.toFile()).start();
  }

  private static int port(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ports = PORTS.matcher(line);
      if (ports.find()) {
        assertThat(ports.group(3)).matches("\\d+");
        return Integer.parseInt(ports.group(1));
      }
    }
    throw new AssertionError("The server has ended without a word of its ports");
  }
}
