package org.penstock.environments.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StandardErrorTest {
  private final PrintStream real = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, Charset.defaultCharset());

  @BeforeEach
  void catchAll() {
    System.setErr(err);
  }

  @AfterEach
  void restore() {
    System.setErr(real);
  }

  @Test
  void recordsOneThreadAndPrintsAll() {
    StandardError.Printed printed = new StandardError.Printed();
    StandardError.record(
        printed,
        () -> {
          System.err.println("mine");
          CompletableFuture.runAsync(() -> System.err.println("another's")).join();
        });
    System.err.println("later");

    assertThat(printed.text().lines()).containsExactly("mine");
    assertThat(bytes.toString(Charset.defaultCharset()).lines())
        .containsExactly("mine", "another's", "later");
    assertThat(System.err).isSameAs(err);
  }

  @Test
  void leavesAStreamThatSomebodyElseHasSet() {
    PrintStream others = new PrintStream(bytes, true, Charset.defaultCharset());
    StandardError.record(new StandardError.Printed(), () -> System.setErr(others));

    assertThat(System.err).isSameAs(others);
  }

  @Test
  void keepsTheEndOnly() {
    StandardError.Printed printed = new StandardError.Printed();
    printed.add("x".repeat(100_000) + "end");

    assertThat(printed.text()).hasSizeLessThan(20_000).endsWith("xend");
  }
}
