package org.penstock.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ModulesTest {
  private static final String SERVICES = "META-INF/services/";

  static Stream<Path> jars() {
    Installation installation = Installation.get();
    return Stream.concat(
        installation.jars("modules").stream(), installation.jars("plugins").stream());
  }

  @Test
  void namesAreThoseOfTheFolders() {
    assertThat(jars().map(jar -> descriptor(jar).name()))
        .containsExactlyInAnyOrder(
            "org.penstock.classic.batch",
            "org.penstock.classic.streaming",
            "org.penstock.classic.runtime",
            "org.penstock.core",
            "org.penstock.environments.embedded",
            "org.penstock.environments.external",
            "org.penstock.environments.process",
            "org.penstock.job.server",
            "org.penstock.launcher",
            "org.penstock.portable.batch",
            "org.penstock.portable.runtime",
            "org.penstock.portable.streaming",
            "org.penstock.runtime",
            "org.penstock.spi");
  }

  @ParameterizedTest
  @MethodSource("jars")
  void isExplicitAndRequiresOnlyOursAndTheJdk(Path jar) {
    ModuleDescriptor module = descriptor(jar);
    assertThat(module.isAutomatic()).isFalse();
    assertThat(module.requires().stream().map(ModuleDescriptor.Requires::name))
        .allMatch(name -> name.startsWith("java.") || name.startsWith("org.penstock."));
  }

  /** On a TaskManager the same jar lies on a class path, where only META-INF/services counts. */
  @ParameterizedTest
  @MethodSource("jars")
  void providesWhatItsServiceFilesName(Path jar) throws IOException {
    Map<String, List<String>> provided = new TreeMap<>();
    descriptor(jar)
        .provides()
        .forEach(service -> provided.put(service.service(), service.providers()));
    assertThat(serviceFiles(jar)).isEqualTo(provided);
  }

  /** So that whatever a module begins to export, open or provide shows in a diff. */
  @ParameterizedTest
  @MethodSource("jars")
  void isDescribedByItsGoldenFile(Path jar) throws IOException {
    Path golden = Path.of(System.getProperty("golden.folder"), descriptor(jar).name() + ".txt");
    String description = describe(jar);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, description);
    }
    assertThat(golden).exists();
    assertThat(description)
        .as("write it anew with ./test -pl distribution -am -Dgolden.write=true")
        .isEqualTo(Files.readString(golden));
  }

  private static ModuleDescriptor descriptor(Path jar) {
    return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
  }

  private static Map<String, List<String>> serviceFiles(Path jar) throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry :
          file.stream().filter(each -> each.getName().startsWith(SERVICES)).toList()) {
        if (entry.isDirectory()) {
          continue;
        }
        String text = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        List<String> providers = new ArrayList<>();
        for (String line : text.lines().toList()) {
          String provider = line.replaceAll("#.*", "").strip();
          if (!provider.isEmpty()) {
            providers.add(provider);
          }
        }
        found.put(entry.getName().substring(SERVICES.length()), providers);
      }
    }
    return found;
  }

  /** What the jar tool says, but for the place of the jar. */
  private static String describe(Path jar) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exit =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(print, print, "--describe-module", "--file", jar.toString());
    assertThat(exit).isZero();
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll("(@[^ ]*)? jar:file:.*", ""))
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
