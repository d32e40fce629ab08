package org.penstock.examples;

import java.nio.file.Path;

/**
 * Where the shipped input files are.
 *
 * <p>The folder is the system property {@value #PROPERTY} if it is set, else {@code examples/data}
 * under the working directory: right in the source tree and in the unpacked distribution.
 */
final class ExampleData {
  static final String PROPERTY = "penstock.examples.data";

  private ExampleData() {}

  /**
   * The absolute path of a shipped file, so that a worker with another working directory on the
   * same machine finds it too. Whether the file exists is left to the pipeline, which says so in
   * the words of the file system it reads from.
   */
  static String file(String name) {
    Path folder = Path.of(System.getProperty(PROPERTY, "examples/data"));
    return folder.resolve(name).toAbsolutePath().normalize().toString();
  }
}
