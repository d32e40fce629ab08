package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.examples.kafka.KafkaBroker;

/** Java transforms in a Python pipeline, with no container and with a real Kafka. */
@DisabledIfSystemProperty(named = "conformance.python.skip", matches = "true")
@Timeout(600)
final class CrossLanguageIT {
  private static final int RECORDS = 2_000;

  private final Setting setting = Setting.read();
  @TempDir private Path folder;

  @Test
  void aPythonPipelineWritesToKafkaAndAnotherReadsItWithoutEnd() throws Exception {
    PythonSdk sdk = PythonSdk.prepare(setting, true);
    Path log = folder.resolve("numbers");
    Path serverLog = setting.work().resolve("kafka-server.log");
    try (KafkaBroker broker = KafkaBroker.start(Files.createDirectory(folder.resolve("kafka")));
        JobServerProcess server = JobServerProcess.start(setting.jar(), serverLog)) {
      new PythonProgram(sdk, server, setting.work())
          .run(
              "kafka",
              "kafka_round_trip.py",
              sdk.boot(),
              "--bootstrap=" + broker.bootstrapServers(),
              "--expansion=" + server.expansion(),
              "--records=" + RECORDS,
              "--log=" + log)
          .runWell();
    }

    assertThat(Files.readAllLines(log))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, RECORDS).mapToObj(i -> "key " + i % 7 + " " + i).toList());
  }
}
