package org.penstock.conformance.sdks;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the build says of a run.
 *
 * @param all whether the whole suites are to run, and not a slice
 * @param jar the packed job server
 * @param sdks where SDKs are kept between builds
 * @param work takes logs and reports
 */
record Setting(boolean all, Path jar, Path sdks, Path work) {

  static Setting read() {
    Path jar = Path.of(property("jar.file"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "There is no job server at " + jar + "; build the module job-server-jar before");
    }
    String scope = property("conformance.scope");
    return new Setting(
        scope.equals("all"),
        jar.toAbsolutePath().normalize(),
        Path.of(property("conformance.sdks")),
        Path.of(property("conformance.work")));
  }

  /** A folder of this module, which is where the build runs its tests. */
  Path folder(String name) {
    return Path.of(name).toAbsolutePath();
  }

  private static String property(String name) {
    return requireNonNull(System.getProperty(name), "The build sets " + name);
  }
}
