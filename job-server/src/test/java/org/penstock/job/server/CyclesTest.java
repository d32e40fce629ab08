package org.penstock.job.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CyclesTest {
  private static void refuse(Map<String, List<String>> edges) {
    Cycles.refuse("things", List.of("a", "b", "c", "d"), id -> edges.getOrDefault(id, List.of()));
  }

  @Test
  void twoWaysToOneNodeAreNoCycle() {
    assertThatCode(
            () -> refuse(Map.of("a", List.of("b", "c"), "b", List.of("d"), "c", List.of("d", "b"))))
        .doesNotThrowAnyException();
  }

  @Test
  void aCycleIsNamedFromItsEntry() {
    assertThatThrownBy(
            () ->
                refuse(
                    Map.of(
                        "a",
                        List.of("b"),
                        "b",
                        List.of("c"),
                        "c",
                        List.of("d"),
                        "d",
                        List.of("b"))))
        .hasMessage("The pipeline has a cycle through the things b -> c -> d -> b.");
  }

  @Test
  void depthDoesNotMatter() {
    List<String> ids = IntStream.range(0, 200_000).mapToObj(Integer::toString).toList();

    assertThatCode(
            () ->
                Cycles.refuse(
                    "things",
                    ids,
                    id ->
                        id.equals("199999")
                            ? List.of()
                            : List.of(Integer.toString(Integer.parseInt(id) + 1))))
        .doesNotThrowAnyException();
  }
}
