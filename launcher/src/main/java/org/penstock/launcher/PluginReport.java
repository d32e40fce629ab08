package org.penstock.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.penstock.boot.JarProblem;
import org.penstock.boot.ModulePath;
import org.penstock.core.PluginCatalog;

/**
 * All plugins, as {@code penstock plugins} prints them.
 *
 * @param plugins those that can be used
 * @param issues what is wrong with others, from the file that is no jar to the name given twice
 */
record PluginReport(List<Found> plugins, List<Issue> issues) {
  /** The names of the components are the names in the JSON. */
  record Found(String name, String kind, String version, String jar, int spiVersion) {}

  /** The names of the components are the names in the JSON. */
  record Issue(String jar, String plugin, String severity, String message) {}

  static PluginReport ofThisProcess() {
    Optional<Path> home = Home.folder();
    PluginCatalog catalog = PluginCatalog.discover(ClassLoader.getSystemClassLoader());
    List<Found> found =
        catalog.plugins().stream()
            .map(
                plugin ->
                    new Found(
                        plugin.name(),
                        plugin.kind().toString(),
                        plugin.version(),
                        within(home, plugin.location()),
                        plugin.spiVersion()))
            .toList();
    List<Issue> issues = new ArrayList<>();
    home.ifPresent(folder -> problems(folder).forEach(one -> issues.add(issue(home, one))));
    catalog
        .issues()
        .forEach(
            issue ->
                issues.add(
                    new Issue(
                        within(home, issue.location()),
                        issue.plugin(),
                        issue.severity().name(),
                        issue.message())));
    return new PluginReport(found, List.copyOf(issues));
  }

  /** The jars that {@code bin/penstock} did not even hand to the JVM. */
  private static List<JarProblem> problems(Path home) {
    try {
      return ModulePath.of(home).problems();
    } catch (IOException e) {
      throw LaunchException.failed("The plugins in " + home + " cannot be read: " + e + ".");
    }
  }

  private static Issue issue(Optional<Path> home, JarProblem problem) {
    return new Issue(
        within(home, problem.jar().toString()),
        "",
        "LEFT_OUT",
        "Left out: " + problem.reason() + ".");
  }

  /** Short where it is in the distribution; such names are what the user has to find again. */
  private static String within(Optional<Path> home, String location) {
    String prefix = home.map(folder -> folder + "/").orElse("");
    return location.startsWith(prefix) ? location.substring(prefix.length()) : location;
  }
}
