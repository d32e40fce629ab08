package org.penstock.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The examples in a folder of jars. A jar names them in {@code
 * META-INF/penstock/examples.properties} by lines {@code name=main.class} and {@code
 * name.description=...}.
 */
final class Examples {
  static final String INDEX = "META-INF/penstock/examples.properties";
  private static final String DESCRIPTION = ".description";

  private final SortedMap<String, Example> byName;

  /**
   * One example.
   *
   * @param name what the user calls it
   * @param mainClass the class to start
   * @param description one line for people, may be empty
   * @param jar where it is
   */
  record Example(String name, String mainClass, String description, Path jar) {}

  private Examples(SortedMap<String, Example> byName) {
    this.byName = byName;
  }

  /**
   * Reads the indexes of all jars in the folder; none where there is no such folder.
   *
   * @throws LaunchException if a jar cannot be read
   */
  static Examples in(Path folder) {
    SortedMap<String, Example> found = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path jar : jars) {
          read(jar, found);
        }
      } catch (IOException e) {
        throw LaunchException.failed("The examples in " + folder + " cannot be read: " + e + ".");
      }
    }
    return new Examples(found);
  }

  /** All of them by name. */
  SortedMap<String, Example> all() {
    return byName;
  }

  /**
   * The example of this name.
   *
   * @throws LaunchException if there is none; the message lists those that there are
   */
  Example named(String name) {
    Example found = byName.get(name);
    if (found == null) {
      throw LaunchException.usage(
          "There is no example " + name + ". Present: " + String.join(", ", byName.keySet()) + ".");
    }
    return found;
  }

  private static void read(Path jar, SortedMap<String, Example> found) throws IOException {
    Properties index = new Properties();
    try (JarFile file = new JarFile(jar.toFile())) {
      JarEntry entry = file.getJarEntry(INDEX);
      if (entry == null) {
        return;
      }
      try (InputStream in = file.getInputStream(entry)) {
        index.load(in);
      }
    }
    for (String name : index.stringPropertyNames()) {
      if (!name.endsWith(DESCRIPTION)) {
        String description = index.getProperty(name + DESCRIPTION, "");
        found.put(name, new Example(name, index.getProperty(name).strip(), description, jar));
      }
    }
  }
}
