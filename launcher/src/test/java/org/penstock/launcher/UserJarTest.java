package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserJarTest {
  private static final String SDK_POM =
      "META-INF/maven/org.apache.beam/beam-sdks-java-core/pom.properties";
  private static final String VENDOR_POM =
      "META-INF/maven/org.apache.beam/beam-vendor-grpc-1_69_0/pom.properties";

  private final Path folder;

  UserJarTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsTheMainClass() {
    assertThat(jar(Map.of("Main-Class", "a.B "), Map.of()).mainClass()).contains("a.B");
    assertThat(jar(Map.of(), Map.of()).mainClass()).isEmpty();
  }

  @Test
  void findsTheFilesOfTheClassPathThatExist() throws IOException {
    Path library =
        Files.createFile(Files.createDirectories(folder.resolve("my libs")).resolve("a.jar"));

    UserJar jar = jar(Map.of("Class-Path", "my%20libs/a.jar missing.jar"), Map.of());

    assertThat(jar.classPath()).containsExactly(library);
  }

  @Test
  void ignoresWhatIsNoPathInTheClassPath() {
    UserJar jar = jar(Map.of("Class-Path", "http://example.org/a.jar a%zz.jar"), Map.of());
    assertThat(jar.classPath()).isEmpty();
  }

  @Test
  void tellsTheBeamThatItBrings() {
    assertThat(jar(Map.of(), Map.of()).beamVersion()).isEmpty();
    assertThat(jar(Map.of(), Map.of(SDK_POM, "version=2.60.0")).beamVersion()).contains("2.60.0");
    assertThat(
            jar(Map.of(), Map.of("org/apache/beam/sdk/sdk.properties", "version=2.61.0"))
                .beamVersion())
        .contains("2.61.0");
    assertThat(jar(Map.of(), Map.of("org/apache/beam/sdk/Pipeline.class", "")).beamVersion())
        .contains("unknown");
  }

  @Test
  void aVendoredLibraryOfBeamHasAVersionOfItsOwn() {
    assertThat(jar(Map.of(), Map.of(VENDOR_POM, "version=0.1")).beamVersion()).isEmpty();
  }

  @Test
  void refusesWhatIsNotThereOrNoJar() throws IOException {
    Path text = Files.writeString(folder.resolve("text.jar"), "text");

    assertThatThrownBy(() -> UserJar.read(folder.resolve("no.jar")))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("no.jar does not exist");
    assertThatThrownBy(() -> UserJar.read(folder)).hasMessageContaining("is not a file");
    assertThatThrownBy(() -> UserJar.read(text)).hasMessageContaining("is not a jar");
  }

  private UserJar jar(Map<String, String> attributes, Map<String, String> entries) {
    return UserJar.read(Jars.write(folder.resolve("user.jar"), attributes, entries));
  }
}
