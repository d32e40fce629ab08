package org.penstock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CauseTest {

  @Test
  void isTheInnermostExceptionAndTheFirstPlaceInOurCode() {
    String trace =
        """
        java.lang.RuntimeException: outer
            at org.penstock.core.Outer.run(Outer.java:1)
        Caused by: java.io.IOException: disk 4711 is full
            at java.base/java.io.X.read(X.java:2)
            at org.penstock.core.Inner.read(Inner.java:3)
            ... 7 more
        """;

    assertThat(Cause.of(trace))
        .isEqualTo(
            "java.io.IOException: disk … is full at org.penstock.core.Inner.read(Inner.java:3)");
  }

  @Test
  void isTheSameForObjectsOfDifferentIdentity() {
    assertThat(Cause.of("E: Foo@1f2e3d4c")).isEqualTo(Cause.of("E: Foo@99887766"));
  }

  @Test
  void saysSoWhereThereIsNoTrace() {
    assertThat(Cause.of("")).isEqualTo("(no stack trace)");
  }
}
