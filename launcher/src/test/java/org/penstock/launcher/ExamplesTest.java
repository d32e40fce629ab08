package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExamplesTest {
  private final Path folder;

  ExamplesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsTheIndexOfEachJar() {
    Path jar =
        Jars.write(
            folder.resolve("a.jar"),
            Map.of(),
            Map.of(Examples.INDEX, "count=org.Count\ncount.description=Counts.\njoin=org.Join\n"));
    Jars.write(folder.resolve("b.jar"), Map.of(), Map.of());

    Examples examples = Examples.in(folder);

    assertThat(examples.all().values())
        .containsExactly(
            new Examples.Example("count", "org.Count", "Counts.", jar),
            new Examples.Example("join", "org.Join", "", jar));
    assertThatThrownBy(() -> examples.named("cuont"))
        .isInstanceOf(LaunchException.class)
        .hasMessage("There is no example cuont. Present: count, join.");
  }

  @Test
  void aMissingFolderHasNone() {
    assertThat(Examples.in(folder.resolve("none")).all()).isEmpty();
  }
}
