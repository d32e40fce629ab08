package org.penstock.core.job;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The files that travel to a cluster with a job. */
final class StagedFiles {
  /** What a cluster has itself; a second copy in the job would not fit the first. */
  private static final List<String> ON_THE_CLUSTER =
      List.of("flink-", "slf4j-", "logback-", "log4j-");

  private StagedFiles() {}

  /**
   * The jars to stage: those given, or those that this JVM runs from but what a cluster has itself.
   * A folder becomes a temporary jar, deleted when this JVM ends.
   *
   * @param wanted files as the option names them, each perhaps after {@code name=}
   * @throws IllegalArgumentException if a file that was asked for is not there
   * @throws IOException if a folder cannot be packed
   */
  static List<Path> of(@Nullable List<String> wanted) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    if (wanted != null && !wanted.isEmpty()) {
      wanted.forEach(name -> files.add(asked(name)));
    } else {
      files.addAll(running());
    }
    Set<Path> jars = new LinkedHashSet<>();
    for (Path file : files) {
      jars.add(Files.isDirectory(file) ? pack(file) : file);
    }
    return List.copyOf(jars);
  }

  private static Path asked(String name) {
    Path file = Path.of(name);
    if (!Files.exists(file) && name.contains("=")) {
      file = Path.of(name.substring(name.indexOf('=') + 1));
    }
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "--filesToStage names " + name + ", which does not exist.");
    }
    return file.toAbsolutePath();
  }

  private static List<Path> running() throws IOException {
    Set<Path> files = new LinkedHashSet<>(entries(System.getProperty("java.class.path", "")));
    for (Path entry : entries(System.getProperty("jdk.module.path", ""))) {
      if (Files.isDirectory(entry) && !Files.exists(entry.resolve("module-info.class"))) {
        try (Stream<Path> jars = Files.list(entry)) {
          jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().forEach(files::add);
        }
      } else {
        files.add(entry);
      }
    }
    return files.stream().filter(StagedFiles::isOurs).toList();
  }

  private static List<Path> entries(String path) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(entry -> !entry.isBlank())
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(Files::exists)
        .toList();
  }

  private static boolean isOurs(Path file) {
    String name = String.valueOf(file.getFileName());
    return Files.isDirectory(file) || ON_THE_CLUSTER.stream().noneMatch(name::startsWith);
  }

  private static Path pack(Path folder) throws IOException {
    Path jar = Files.createTempFile("penstock-classes", ".jar");
    jar.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return jar;
  }
}
