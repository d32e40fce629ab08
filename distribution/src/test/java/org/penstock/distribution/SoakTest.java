package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A streaming job at full speed for as long as {@code -Dsoak.minutes} says: what it keeps levels
 * off.
 */
@DisabledIfSystemProperty(named = "soak.minutes", matches = "0")
final class SoakTest {
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final long MEGA = 1 << 20;

  /** What is there at one time: bytes of the heap after a collection, of classes, of state. */
  private record Sample(long second, long heap, long metaspace, long state, long records) {}

  @Test
  void heapMetaspaceAndStateLevelOff() throws Exception {
    Duration length = Duration.ofMinutes(Long.getLong("soak.minutes"));
    TrialSink sink = TrialSink.create();
    List<Sample> samples;
    try (FlinkCluster cluster =
        FlinkCluster.start(
            Installation.get(),
            "--taskmanagers=1",
            "--slots=1",
            "-Dmetrics.fetcher.update-interval=1000")) {
      TrialJob job =
          TrialJob.start(
              cluster,
              "soak",
              "--parallelism=1",
              "--records=" + Long.MAX_VALUE / 2,
              "--perMilli=20",
              "--keys=20000",
              "--sink=false",
              "--stateBackend=rocksdb",
              "--checkpointingInterval=5000",
              "--stateBackendStoragePath=" + sink.checkpoints().toUri(),
              sink.option());
      samples = samples(cluster, job, length);
      assertThat(job.state()).as(cluster.taskManagerLog()).isEqualTo("RUNNING");
      job.cancel();
    }
    levelsOff("heap", samples, Sample::heap, 32 * MEGA);
    levelsOff("metaspace", samples, Sample::metaspace, 4 * MEGA);
    levelsOff("state", samples, Sample::state, 8 * MEGA);
  }

  private static List<Sample> samples(FlinkCluster cluster, TrialJob job, Duration length)
      throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    Instant start = Instant.now();
    System.out.printf(
        "%8s %10s %13s %9s %14s%n", "second", "heap MB", "metaspace MB", "state MB", "records");
    while (Instant.now().isBefore(start.plus(length))) {
      Thread.sleep(EVERY.toMillis());
      Sample sample = sample(cluster, job, Duration.between(start, Instant.now()).toSeconds());
      samples.add(sample);
      System.out.printf(
          "%8d %10.1f %13.1f %9.1f %,14d%n",
          sample.second(),
          (double) sample.heap() / MEGA,
          (double) sample.metaspace() / MEGA,
          (double) sample.state() / MEGA,
          sample.records());
    }
    return samples;
  }

  private static Sample sample(FlinkCluster cluster, TrialJob job, long second)
      throws IOException, InterruptedException {
    collectGarbage(cluster.process("taskmanager-1").pid());
    FlinkRest rest = new FlinkRest(cluster.address());
    String id = FlinkRest.field(rest.get("/taskmanagers"), "id");
    // The first request only starts the fetching of metrics, the second has the figures.
    metric(rest, id, "Status.JVM.Memory.Heap.Used");
    Thread.sleep(1_500);
    return new Sample(
        second,
        metric(rest, id, "Status.JVM.Memory.Heap.Used"),
        metric(rest, id, "Status.JVM.Memory.Metaspace.Used"),
        job.checkpointSize(),
        job.records());
  }

  private static long metric(FlinkRest rest, String id, String name)
      throws IOException, InterruptedException {
    List<String> values =
        FlinkRest.fields(rest.get("/taskmanagers/" + id + "/metrics?get=" + name), "value");
    return values.isEmpty() ? 0 : Long.parseLong(values.get(0));
  }

  private static void collectGarbage(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Installation.Result result =
        Installation.run(Path.of("/"), Map.of(), List.of(jcmd, Long.toString(pid), "GC.run"));
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  /** The last third is not clearly above the middle one. */
  private static void levelsOff(
      String name, List<Sample> samples, ToLongFunction<Sample> of, long slack) {
    int third = samples.size() / 3;
    assertThat(third).as("samples for a third").isPositive();
    double middle = average(samples.subList(third, 2 * third), of);
    double last = average(samples.subList(2 * third, samples.size()), of);
    assertThat(last)
        .as("%s in the last third, %.0f before", name, middle)
        .isLessThan(middle * 1.15 + slack);
  }

  private static double average(List<Sample> samples, ToLongFunction<Sample> of) {
    return samples.stream().mapToLong(of).average().orElseThrow();
  }
}
