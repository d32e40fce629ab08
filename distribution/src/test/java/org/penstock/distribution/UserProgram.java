package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
   * Compiles a program of several classes, which lies below {@code src/test/programs}, and packs
   * it.
   *
   * @param name the package, and the jar's name
   * @param mainClass the jar's main class
   */
  static Path compileProgram(String name, String mainClass) {
    Path work = Installation.get().work();
    try (Stream<Path> sources = Files.list(Path.of(System.getProperty("programs"), name))) {
      Path classes = Files.createTempDirectory(work, "classes");
      javac(classes, sources.toList(), List.of());
      return pack(
          work.resolve(name + ".jar"), Map.of("Main-Class", name + "." + mainClass), classes);
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
    javac(classes, List.of(file), more);
  }

  private static void javac(Path classes, List<Path> sources, List<Path> more) {
    String libraries =
        Stream.concat(Installation.get().jars("lib").stream(), more.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> arguments =
        new ArrayList<>(List.of("-nowarn", "-proc:none", "-cp", libraries, "-d"));
    arguments.add(classes.toString());
    sources.forEach(source -> arguments.add(source.toString()));
    int exit =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
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
