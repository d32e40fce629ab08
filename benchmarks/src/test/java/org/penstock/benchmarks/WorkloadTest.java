package org.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {
  private static final int RECORDS = 1_000;

  private static BenchmarkCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = BenchmarkCluster.start();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.stop();
  }

  @ParameterizedTest
  @EnumSource
  void chainAddsUpFifteenInFiveSteps(Side side) throws Exception {
    long sum = 0;
    for (long number = 0; number < RECORDS; number++) {
      sum += number + 15;
    }

    assertThat(side.run(new Chain5(), RECORDS)).isEqualTo(sum);
    assertThat(new Chain5().expected(RECORDS)).isEqualTo(sum);
  }

  @ParameterizedTest
  @EnumSource
  void wordCountCountsEachWord(Side side) throws Exception {
    Map<String, Long> counts = new HashMap<>();
    for (long number = 0; number < RECORDS; number++) {
      for (String word : Words.line(number).split(" ", -1)) {
        counts.merge(word, 1L, Long::sum);
      }
    }
    long sum = 0;
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      sum += Words.digest(count.getKey(), count.getValue());
    }

    assertThat(side.run(new WordCount(), RECORDS)).isEqualTo(sum);
    assertThat(new WordCount().expected(RECORDS)).isEqualTo(sum);
  }

  @ParameterizedTest
  @EnumSource
  void windowCountCountsEachKeyInEachWindow(Side side) throws Exception {
    // One window is full, the other is not.
    int records = 1_000_700;
    long sum = 0;
    for (long number = 0; number < records; number++) {
      sum += number % 1_000 + 1;
    }

    assertThat(side.run(new WindowCount(), records)).isEqualTo(sum);
    assertThat(new WindowCount().expected(records)).isEqualTo(sum);
  }

  @ParameterizedTest
  @EnumSource
  void counterNumbersTheRecordsOfEachKey(Side side) throws Exception {
    long[] counts = new long[10_000];
    long sum = 0;
    for (int number = 0; number < 25_000; number++) {
      sum += ++counts[number % counts.length];
    }

    assertThat(side.run(new StatefulCounter(), 25_000)).isEqualTo(sum);
    assertThat(new StatefulCounter().expected(25_000)).isEqualTo(sum);
  }

  @Test
  void linesAreMadeOfManyWords() {
    List<String> words = new ArrayList<>();
    for (long number = 0; number < 10L * Words.DISTINCT; number++) {
      Words.split(Words.line(number), words::add);
    }

    assertThat(words).hasSize(10 * Words.DISTINCT * Words.IN_LINE);
    assertThat(words.stream().distinct().count()).isGreaterThan(Words.DISTINCT * 99L / 100);
  }
}
