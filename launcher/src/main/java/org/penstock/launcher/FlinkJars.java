package org.penstock.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars of the distribution that a Flink process needs: Flink, its state backends, what they
 * need, and a logger. No Beam, and nothing of ours: a job brings that along, in whatever version.
 */
final class FlinkJars {
  private static final Pattern NEEDED =
      Pattern.compile(
          "(flink|frocksdbjni|forstjni|kryo|reflectasm|objenesis|minlog|snakeyaml"
              + "|commons-(collections|compress|io|lang3|text|cli|math3)|javassist|snappy-java"
              + "|async-profiler|lz4-java|slf4j-api|logback-(classic|core)|jsr305)-.*\\.jar");

  private FlinkJars() {}

  /**
   * A class path of these jars.
   *
   * @param lib the folder of all jars
   * @throws LaunchException if there is no Flink in it
   */
  static String classPath(Path lib) {
    try (Stream<Path> files = Files.list(lib)) {
      List<String> jars =
          files
              .filter(jar -> NEEDED.matcher(jar.getFileName().toString()).matches())
              .map(Path::toString)
              .sorted()
              .toList();
      if (jars.stream().anyMatch(jar -> jar.contains("flink-runtime-"))) {
        return jars.stream().collect(Collectors.joining(File.pathSeparator));
      }
    } catch (IOException e) {
      // Said below.
    }
    throw LaunchException.failed(
        "There is no Flink in " + lib + ". Unpack the distribution again.");
  }
}
