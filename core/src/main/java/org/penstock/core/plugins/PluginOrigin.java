package org.penstock.core.plugins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Which jar a plugin comes from, and which version that jar says it has. */
final class PluginOrigin {
  static final String UNKNOWN = "unknown";

  private PluginOrigin() {}

  /** The jar or folder of a class, as a path where it is a file. */
  static String location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return UNKNOWN;
    }
    return toPath(source.getLocation()).map(Path::toString).orElse(source.getLocation().toString());
  }

  /**
   * The version in the manifest of the class's jar. Read from the jar, for {@link Package} knows it
   * only of classes on the class path.
   */
  static String version(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return UNKNOWN;
    }
    return toPath(source.getLocation())
        .filter(Files::isRegularFile)
        .flatMap(PluginOrigin::manifestVersion)
        .orElse(UNKNOWN);
  }

  /**
   * The jar whose {@code META-INF/services} entry names the provider that an error speaks of; a
   * provider that cannot be loaded has no class to ask.
   */
  static String locationOfEntry(Class<?> service, ClassLoader loader, @Nullable String message) {
    if (message == null) {
      return UNKNOWN;
    }
    String entry = "META-INF/services/" + service.getName();
    try {
      for (URL url : Collections.list(loader.getResources(entry))) {
        if (message.contains(url.toString()) || namesProvider(url, message)) {
          return jarOf(url, entry);
        }
      }
    } catch (IOException e) {
      return UNKNOWN;
    }
    return UNKNOWN;
  }

  private static boolean namesProvider(URL url, String message) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .anyMatch(line -> !line.isEmpty() && message.contains(line));
    }
  }

  private static String jarOf(URL url, String entry) {
    String text = url.toString();
    String jar = text.substring(0, text.length() - entry.length());
    if (jar.startsWith("jar:") && jar.endsWith("!/")) {
      jar = jar.substring("jar:".length(), jar.length() - "!/".length());
    }
    return jar.startsWith("file:") ? Path.of(URI.create(jar)).toString() : jar;
  }

  private static Optional<Path> toPath(URL url) {
    try {
      return "file".equals(url.getProtocol())
          ? Optional.of(Path.of(url.toURI()))
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> manifestVersion(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest == null
          ? Optional.empty()
          : Optional.ofNullable(
              manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
