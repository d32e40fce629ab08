package org.penstock.boot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The jars of a distribution that become modules, and those that cannot.
 *
 * <p>One broken jar on the module path keeps the JVM from starting, with a message that often names
 * no file. So each jar is looked at by itself first, and only the good ones are handed to the JVM.
 *
 * @param jars the good jars, in the order of the module path
 * @param problems the others, with the reason
 */
public record ModulePath(List<Path> jars, List<JarProblem> problems) {
  public ModulePath {
    jars = List.copyOf(jars);
    problems = List.copyOf(problems);
  }

  /**
   * Looks at {@code modules/*.jar}, {@code plugins/*.jar} and {@code plugins/*}{@code /*.jar}.
   *
   * @param home the folder of the distribution
   * @throws IOException if a folder cannot be listed
   */
  public static ModulePath of(Path home) throws IOException {
    List<Path> candidates = new ArrayList<>(jarsIn(home.resolve("modules")));
    Path plugins = home.resolve("plugins");
    candidates.addAll(jarsIn(plugins));
    for (Path folder : list(plugins, "*")) {
      if (Files.isDirectory(folder) && !folder.toString().endsWith(".jar")) {
        candidates.addAll(jarsIn(folder));
      }
    }
    return new ModulePathCheck(jarsIn(home.resolve("lib"))).check(candidates);
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    return list(folder, "*.jar");
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
        entries.forEach(found::add);
      }
    }
    Collections.sort(found);
    return found;
  }
}
