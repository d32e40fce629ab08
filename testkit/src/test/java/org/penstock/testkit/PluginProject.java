package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import org.penstock.spi.Plugin;
import org.penstock.spi.Spi;

/** Sources of a plugin, compiled by a test as the plugin's author would. */
final class PluginProject {
  private final Path folder;
  private final Map<String, String> sources = new TreeMap<>();
  private final Map<String, String> services = new TreeMap<>();

  PluginProject(Path folder) {
    this.folder = folder;
  }

  /** Adds a source file, such as {@code acme/Acme.java}, to the module. */
  PluginProject source(String file, String text) {
    sources.put(file, text);
    return this;
  }

  /** Adds a file to {@code META-INF/services}. */
  PluginProject service(String service, String providers) {
    services.put(service, providers);
    return this;
  }

  /** Compiles it all, and returns the folder of classes. */
  Path compile() throws IOException {
    Path classes = folder.resolve("classes");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none", "-nowarn", "-d", classes.toString(), "-p", where(Spi.class), "-cp"));
    arguments.add(System.getProperty("java.class.path"));
    if (sources.containsKey("module-info.java")) {
      arguments.addAll(List.of("--add-reads", "acme=ALL-UNNAMED"));
      arguments.addAll(List.of("--add-reads", "org.penstock.spi=ALL-UNNAMED"));
    }
    for (Map.Entry<String, String> source : sources.entrySet()) {
      arguments.add(write(folder.resolve("sources").resolve(source.getKey()), source.getValue()));
    }
    StringWriter output = new StringWriter();
    PrintWriter printer = new PrintWriter(output);
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(printer, printer, arguments.toArray(String[]::new));
    assertThat(code).as("javac says: %s", output).isZero();
    for (Map.Entry<String, String> service : services.entrySet()) {
      write(classes.resolve("META-INF/services").resolve(service.getKey()), service.getValue());
    }
    return classes;
  }

  /** Compiles it all, and makes the plugin as the class loader of a cluster would. */
  Plugin load(String type) throws IOException, ReflectiveOperationException {
    URL[] urls = {compile().toUri().toURL()};
    // Not closed: the plugin's classes live as long as the test.
    ClassLoader loader = new URLClassLoader(urls, PluginProject.class.getClassLoader());
    return (Plugin) loader.loadClass(type).getConstructor().newInstance();
  }

  static String where(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }

  private static String write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }
}
