package org.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String... arguments) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return Main.command(print)
        .setErr(new PrintWriter(print, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void runsEachWorkloadOnBothSides() {
    int exit = run("--records=10000", "--rounds=1", "--warm-ups=0");

    assertThat(exit).as(() -> String.join("\n", lines())).isZero();
    assertThat(lines()).filteredOn(line -> line.startsWith("chain5 ")).hasSize(2);
    assertThat(lines()).filteredOn(line -> line.startsWith("wordcount ")).hasSize(2);
    assertThat(lines()).filteredOn(line -> line.startsWith("windowcount ")).hasSize(2);
    assertThat(lines()).filteredOn(line -> line.startsWith("counter ")).hasSize(2);
  }

  @Test
  void runsOneSideAlone() {
    int exit = run("chain5", "--sides=NATIVE", "--records=1000", "--rounds=1", "--warm-ups=0");

    assertThat(exit).as(() -> String.join("\n", lines())).isZero();
    assertThat(lines()).filteredOn(line -> line.startsWith("chain5 ")).hasSize(1);
    assertThat(lines().get(1)).contains("native");
  }

  @Test
  void comparesThePortablePathsToTheClassicOnes() {
    int exit = run("--sides=classic,portable", "--records=1000", "--rounds=1", "--warm-ups=0");

    assertThat(exit).as(() -> String.join("\n", lines())).isZero();
    assertThat(lines()).filteredOn(line -> line.contains("portable")).hasSize(4);
  }

  @Test
  void refusesAWorkloadThatItDoesNotKnow() {
    assertThat(run("chain6")).isEqualTo(2);
    assertThat(lines().get(0))
        .contains("chain5, wordcount, windowcount, counter or all")
        .contains("chain6");
  }
}
