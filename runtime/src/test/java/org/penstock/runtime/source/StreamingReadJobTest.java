package org.penstock.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamingReadJobTest {
  private static final int COUNT = 200_000;

  @SuppressWarnings("NullAway.Init") // by start()
  private static Jobs jobs;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  @BeforeAll
  static void start() throws Exception {
    jobs = new Jobs();
  }

  @AfterAll
  static void stop() throws Exception {
    jobs.close();
  }

  private static StreamingReadSource<Long> numbers(String name) {
    // 5 shards of 40,000 numbers with 100 pauses of 10 ms.
    return StreamingReadSource.unbounded(
        NumberStream.of(name, 5, COUNT).pausingAfter(400), Jobs.settings());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 15_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.sleep(5);
    }
  }

  private static void assertExactlyOnce(Tally tally) {
    assertThat(tally.findings().different).as("different numbers").isEqualTo(COUNT);
    assertThat(tally.findings().largest).isEqualTo(COUNT - 1);
    assertThat(tally.findings().twice).as("numbers that came twice").isZero();
  }

  @Test
  void nothingIsLostOrDoubledOverFailures() throws Exception {
    Tally tally = Tally.of("failures").failing(3, 20_000);
    jobs.finish(jobs.start(numbers("failures"), 2, tally));

    assertThat(tally.findings().failed).hasValue(3);
    assertThat(tally.findings().received).hasValueGreaterThan(COUNT);
    assertExactlyOnce(tally);
    assertThat(NumberStream.finalized("failures"))
        .filteredOn(mark -> mark.next() >= COUNT)
        .as("last marks of the shards")
        .extracting(NumberStream.Mark::shard)
        .contains(0, 1, 2, 3, 4);
  }

  @Test
  void aBoundedSourceGoesOnAfterFailures() throws Exception {
    StreamingReadSource<Long> source =
        StreamingReadSource.bounded(new NumberList(0, COUNT, 5), Jobs.settings());
    Tally tally = Tally.of("bounded").failing(2, 0).slow();
    jobs.finish(jobs.start(source, 2, tally));

    assertThat(tally.findings().failed).hasValue(2);
    assertExactlyOnce(tally);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theParallelismMayChange(int parallelism) throws Exception {
    String name = "to " + parallelism;
    Tally before = Tally.of(name + " before");
    JobID first = jobs.start(numbers(name), 2, before);
    await(() -> before.findings().received.get() > COUNT / 10);
    String savepoint = jobs.stop(first, directory);
    assertThat(before.findings().received).hasValueLessThan(COUNT);

    Tally after = Tally.of(name);
    jobs.finish(jobs.start(numbers(name), parallelism, after, savepoint));

    assertExactlyOnce(after);
    assertThat(after.findings().received.get() + before.findings().received.get()).isEqualTo(COUNT);
  }

  @Test
  void neitherAnIdleSplitNorAReaderWithoutOneHoldsTheWatermark() throws Exception {
    long start = System.currentTimeMillis();
    Tally tally = Tally.of("idle");
    JobID job =
        jobs.start(
            StreamingReadSource.unbounded(NumberStream.of("idle", 2, 1).endless(), Jobs.settings()),
            3,
            tally);
    await(() -> tally.findings().watermark > start);
    await(() -> tally.findings().watermark > start + 1_000);
    jobs.cancel(job);

    assertThat(tally.findings().received).hasValue(1);
    assertThat(tally.findings().watermark).isLessThan(System.currentTimeMillis());
  }
}
