package org.penstock.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagedFilesTest {
  private final Path folder;

  StagedFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void filesThatWereAskedForAreTakenAsTheyAre() throws IOException {
    Path jar = Files.createFile(folder.resolve("flink-connector.jar"));

    assertThat(StagedFiles.of(List.of(jar.toString()))).containsExactly(jar);
  }

  @Test
  void aFileMayComeAfterAName() throws IOException {
    Path jar = Files.createFile(folder.resolve("a.jar"));

    assertThat(StagedFiles.of(List.of("staged.jar=" + jar))).containsExactly(jar);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> StagedFiles.of(List.of("nowhere.jar")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--filesToStage names nowhere.jar, which does not exist.");
  }

  @Test
  void aFolderBecomesAJar() throws IOException {
    Files.createDirectories(folder.resolve("org/example"));
    Files.writeString(folder.resolve("org/example/Some.class"), "bytes");

    Path jar = StagedFiles.of(List.of(folder.toString())).get(0);

    try (JarFile packed = new JarFile(jar.toFile())) {
      assertThat(packed.stream().map(entry -> entry.getName()))
          .containsExactly("org/example/Some.class");
    }
  }

  @Test
  void whatThisJvmRunsFromIsStagedWithoutFlinkAndLogs() throws IOException {
    List<String> names =
        StagedFiles.of(null).stream().map(file -> String.valueOf(file.getFileName())).toList();

    assertThat(names).anyMatch(name -> name.startsWith("beam-sdks-java-core"));
    assertThat(names)
        .noneMatch(name -> name.startsWith("flink-"))
        .noneMatch(name -> name.startsWith("slf4j-"))
        .noneMatch(name -> name.startsWith("logback-"))
        .allMatch(name -> name.endsWith(".jar"));
  }
}
