package org.penstock.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockRunner;

class KafkaCountsTest {
  private static final int RECORDS = 10_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path kafka;
  private static KafkaBroker broker;

  @BeforeAll
  static void start() throws IOException {
    broker = KafkaBroker.start(kafka);
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  // Not on the DirectRunner as well, which takes minutes for a few thousand records.
  @Test
  void countsEveryRecordOnceUntilItIsCancelled(@TempDir Path folder) throws Exception {
    String topic = "events";
    Map<String, Long> expected = produce(topic);
    KafkaCounts.Options options =
        PipelineOptionsFactory.fromArgs(
                "--bootstrapServers=" + broker.bootstrapServers(),
                "--topic=" + topic,
                "--output=" + folder.resolve("counts"))
            .as(KafkaCounts.Options.class);
    options.setRunner(PenstockRunner.class);
    options.as(PenstockPipelineOptions.class).setAttachedMode(false);
    Pipeline pipeline = Pipeline.create(options);
    KafkaCounts.build(pipeline, options);

    PipelineResult result = pipeline.run();
    try {
      assertThat(await(folder, expected.size())).isEqualTo(expected);
      assertThat(result.getState()).isEqualTo(PipelineResult.State.RUNNING);
    } finally {
      result.cancel();
    }
    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.CANCELLED);
  }

  /** A record every 60 ms of create time, in all partitions: 1,000 in each window. */
  private static Map<String, Long> produce(String topic) throws Exception {
    Map<String, Long> counts = new TreeMap<>();
    // Or what comes second to a topic that is just being made may be taken first, and what came
    // first is refused ever after.
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "max.in.flight.requests.per.connection",
            1);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        String key = "key" + i % 17;
        Instant time = START.plusMillis(60L * i);
        sent.add(
            producer.send(
                new ProducerRecord<>(topic, null, time.toEpochMilli(), key, "value" + i)));
        long minute = time.getEpochSecond() / 60;
        org.joda.time.Instant window = org.joda.time.Instant.ofEpochSecond(minute * 60);
        counts.merge(window + " " + key, 1L, Long::sum);
      }
      for (Future<?> one : sent) {
        one.get();
      }
    }
    return counts;
  }

  /** Once the topic is read to its end, the watermark follows the clock and all windows end. */
  private static Map<String, Long> await(Path folder, int expected) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    Map<String, Long> counts = counts(folder);
    while (counts.size() < expected && Instant.now().isBefore(end)) {
      Thread.sleep(500);
      counts = counts(folder);
    }
    return counts;
  }

  private static Map<String, Long> counts(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> file.getFileName().toString().startsWith("counts-")).forEach(files::add);
    }
    Map<String, Long> counts = new TreeMap<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        int colon = line.lastIndexOf(": ");
        Long before = counts.put(line.substring(0, colon), Long.valueOf(line.substring(colon + 2)));
        assertThat(before).as("counted twice: %s", line).isNull();
      }
    }
    return counts;
  }
}
