package org.penstock.distribution;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars of the state backend, which a cluster needs and the distribution does not have. */
final class RocksDb {
  private RocksDb() {}

  static List<Path> jars() {
    List<Path> jars =
        Stream.of(classPath().split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(jar -> jar.getFileName().toString().matches(".*rocksdb.*\\.jar"))
            .toList();
    if (jars.isEmpty()) {
      throw new IllegalStateException("There is no RocksDB among " + classPath());
    }
    return jars;
  }

  private static String classPath() {
    // Surefire puts what it starts on the class path, and the tests' own here.
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
