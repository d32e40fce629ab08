package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Jars as users build them. */
final class UserProgram {
  private UserProgram() {}

  /**
   * Compiles one class against the libraries of the distribution and packs it.
   *
   * @param name the jar's name in the folder of the tests
   * @param mainClass the class, in the unnamed package; also the jar's main class
   * @param source its source
   */
  static Path compile(String name, String mainClass, String source) {
    Path work = Installation.get().work();
    try {
      Path classes = Files.createTempDirectory(work, "classes");
      compileInto(classes, mainClass, source, List.of());
      return pack(work.resolve(name), Map.of("Main-Class", mainClass), classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compiles one class of the unnamed package against the libraries of the distribution and more.
   *
   * @param classes the folder for class files
   * @param more jars and folders
   */
  static void compileInto(Path classes, String name, String source, List<Path> more)
      throws IOException {
    Installation installation = Installation.get();
    Path folder = Files.createTempDirectory(installation.work(), "source");
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    String libraries =
        Stream.concat(installation.jars("lib").stream(), more.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    int exit =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-nowarn",
                "-proc:none",
                "-cp",
                libraries,
                "-d",
                classes.toString(),
                file.toString());
    assertThat(exit).isZero();
  }

  /** A jar with these attributes and the files of a folder. */
  static Path pack(Path jar, Map<String, String> attributes, Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
    }
    return jar;
  }
}
