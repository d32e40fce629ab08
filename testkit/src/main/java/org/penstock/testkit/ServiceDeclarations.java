package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The services that a jar or a folder of classes declares, once for the module path and once for
 * the class path. Both count: the launcher puts plugins on the module path, a Flink cluster puts
 * the same jar on the class path.
 */
public final class ServiceDeclarations {
  private final Path origin;
  private final Optional<ModuleDescriptor> module;
  private final Map<String, Set<String>> inMetaInf;

  private ServiceDeclarations(
      Path origin, Optional<ModuleDescriptor> module, Map<String, Set<String>> inMetaInf) {
    this.origin = origin;
    this.module = module;
    this.inMetaInf = inMetaInf;
  }

  /**
   * The declarations in a jar or a folder of classes.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static ServiceDeclarations of(Path jarOrFolder) {
    try {
      if (Files.isDirectory(jarOrFolder)) {
        return read(jarOrFolder, jarOrFolder);
      }
      try (FileSystem jar = FileSystems.newFileSystem(jarOrFolder)) {
        return read(jarOrFolder, jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The services of " + jarOrFolder + " cannot be read", e);
    }
  }

  /**
   * The declarations in the jar or folder that a class was loaded from.
   *
   * @throws IllegalArgumentException if the class does not come from a file
   */
  public static ServiceDeclarations containing(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null || !location.getProtocol().equals("file")) {
      throw new IllegalArgumentException(
          type + " comes from " + location + "; expected a jar or a folder of classes");
    }
    try {
      return of(Path.of(location.toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(type + " comes from " + location + ", no valid URI", e);
    }
  }

  private static ServiceDeclarations read(Path origin, Path root) throws IOException {
    Optional<ModuleDescriptor> module = Optional.empty();
    Path moduleInfo = root.resolve("module-info.class");
    if (Files.exists(moduleInfo)) {
      try (InputStream in = Files.newInputStream(moduleInfo)) {
        module = Optional.of(ModuleDescriptor.read(in));
      }
    }
    Map<String, Set<String>> inMetaInf = new TreeMap<>();
    Path services = root.resolve("META-INF/services");
    if (Files.isDirectory(services)) {
      try (Stream<Path> files = Files.list(services)) {
        for (Path file : files.toList()) {
          inMetaInf.put(String.valueOf(file.getFileName()), providers(file));
        }
      }
    }
    return new ServiceDeclarations(origin, module, inMetaInf);
  }

  private static Set<String> providers(Path file) throws IOException {
    Set<String> providers = new TreeSet<>();
    for (String line : Files.readAllLines(file)) {
      String provider = line.replaceFirst("#.*", "").strip();
      if (!provider.isEmpty()) {
        providers.add(provider);
      }
    }
    return providers;
  }

  /** The jar or folder. */
  public Path origin() {
    return origin;
  }

  /** The module that {@code module-info.class} describes, or empty where there is none. */
  public Optional<ModuleDescriptor> module() {
    return module;
  }

  /** For each service the classes that {@code module-info} says {@code provides ... with}. */
  public Map<String, Set<String>> inModule() {
    Map<String, Set<String>> services = new TreeMap<>();
    module.stream()
        .flatMap(descriptor -> descriptor.provides().stream())
        .forEach(one -> services.put(one.service(), new TreeSet<>(one.providers())));
    return services;
  }

  /** For each service the classes that the file of its name in {@code META-INF/services} lists. */
  public Map<String, Set<String>> inMetaInf() {
    return new TreeMap<>(inMetaInf);
  }

  /**
   * Checks that there is a {@code module-info}, and that both declarations are the same.
   *
   * @throws AssertionError if not; the message says which service is declared where
   */
  public void assertDeclaredTwice() {
    assertThat(module)
        .as("%s has no module-info.class, so that it is no explicit module", origin)
        .isPresent();
    assertThat(inMetaInf)
        .as("the services in META-INF/services of %s, beside those in its module-info", origin)
        .isEqualTo(inModule());
  }

  /**
   * Checks that a class is declared, twice, as a provider of a service.
   *
   * @throws AssertionError if not
   */
  public void assertProvides(Class<?> service, Class<?> provider) {
    Objects.requireNonNull(provider, "provider");
    assertDeclaredTwice();
    assertThat(inModule().getOrDefault(service.getName(), Set.of()))
        .as("the providers of %s that %s declares", service.getName(), origin)
        .containsAll(List.of(provider.getName()));
  }
}
