package org.penstock.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What a jar says of itself.
 *
 * @param path where it is
 * @param mainClass the manifest's {@code Main-Class}
 * @param classPath the files that the manifest's {@code Class-Path} names and that exist
 * @param beamVersion the version of the Beam that the jar brings along, {@code "unknown"} if it
 *     brings one that does not say; empty where it brings none
 */
record UserJar(
    Path path, Optional<String> mainClass, List<Path> classPath, Optional<String> beamVersion) {
  private static final String POMS_OF_BEAM = "META-INF/maven/org.apache.beam/beam-";
  private static final String SDK_PROPERTIES = "org/apache/beam/sdk/sdk.properties";

  /**
   * Reads the jar.
   *
   * @throws LaunchException if it is not there, or not a jar
   */
  static UserJar read(Path path) {
    if (!Files.exists(path)) {
      throw LaunchException.usage("The jar " + path + " does not exist" + hint(path) + ".");
    }
    if (!Files.isRegularFile(path)) {
      throw LaunchException.usage(path + " is not a file. Give the path of a jar.");
    }
    try (JarFile jar = new JarFile(path.toFile())) {
      Manifest manifest = jar.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      return new UserJar(
          path,
          Optional.ofNullable(main.getValue(Attributes.Name.MAIN_CLASS)).map(String::strip),
          classPath(path, main),
          beamVersion(jar));
    } catch (IOException e) {
      throw LaunchException.usage(path + " is not a jar that can be read: " + e.getMessage() + ".");
    }
  }

  private static String hint(Path path) {
    return path.isAbsolute() ? "" : " in " + Path.of("").toAbsolutePath();
  }

  private static List<Path> classPath(Path jar, Attributes manifest) {
    String entries = manifest.getValue(Attributes.Name.CLASS_PATH);
    List<Path> found = new ArrayList<>();
    if (entries != null) {
      for (String entry : entries.strip().split("\\s+", -1)) {
        resolve(jar, entry).filter(Files::exists).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  /** The entries are URLs, most of them relative; Java passes over what it can't read, so do we. */
  private static Optional<Path> resolve(Path jar, String entry) {
    try {
      return Optional.of(Path.of(jar.toAbsolutePath().toUri().resolve(entry)));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> beamVersion(JarFile jar) throws IOException {
    JarEntry sdk = jar.getJarEntry(SDK_PROPERTIES);
    if (sdk != null) {
      return Optional.of(version(jar, sdk));
    }
    for (JarEntry entry : jar.stream().toList()) {
      if (entry.getName().startsWith(POMS_OF_BEAM)
          && entry.getName().endsWith("/pom.properties")
          && !entry.getName().contains("beam-vendor-")) {
        return Optional.of(version(jar, entry));
      }
    }
    boolean hasClasses = jar.getEntry("org/apache/beam/sdk/Pipeline.class") != null;
    return hasClasses ? Optional.of("unknown") : Optional.empty();
  }

  private static String version(JarFile jar, JarEntry entry) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = jar.getInputStream(entry)) {
      properties.load(in);
    }
    return properties.getProperty("version", "unknown");
  }
}
