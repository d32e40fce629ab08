package org.penstock.boot;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The java agent of the launcher. Before the main class starts, it makes every module that is not
 * part of the JDK read the class path, where Beam, Flink and all other libraries lie, and opens the
 * module's packages to it.
 *
 * <p>Flags such as {@code --add-reads} would have to name each module; this finds them, so a plugin
 * that somebody drops into a folder works without a flag.
 */
public final class BootAgent {
  // The JVM hands the instrumentation to the agent once, and nobody else can ask for it later.
  private static volatile @Nullable Instrumentation instrumentation;

  private BootAgent() {}

  /** Called by the JVM for {@code -javaagent}. */
  public static void premain(@Nullable String arguments, Instrumentation given) {
    start(given);
  }

  /** Called by the JVM for {@code Launcher-Agent-Class}. */
  public static void agentmain(@Nullable String arguments, Instrumentation given) {
    start(given);
  }

  /**
   * Adds a jar to the end of the class path, behind everything that is already there; what the
   * jar's manifest names under {@code Class-Path} comes with it.
   *
   * @throws IOException if the jar cannot be opened
   * @throws IllegalStateException if this JVM was started without the agent
   */
  public static void addToClassPath(Path jar) throws IOException {
    Instrumentation present = instrumentation;
    if (present == null) {
      throw new IllegalStateException(
          "This JVM was started without the agent; pass -javaagent:lib/penstock-boot.jar.");
    }
    // The class loader opens the jar again by its name: this one only has to be a valid jar.
    try (JarFile opened = new JarFile(jar.toFile())) {
      present.appendToSystemClassLoaderSearch(opened);
    }
  }

  private static void start(Instrumentation given) {
    instrumentation = given;
    Module classPath = ClassLoader.getSystemClassLoader().getUnnamedModule();
    for (ResolvedModule resolved : ModuleLayer.boot().configuration().modules()) {
      if (isOfTheJdk(resolved)) {
        continue;
      }
      ModuleLayer.boot()
          .findModule(resolved.name())
          .ifPresent(module -> openTo(classPath, module, given));
    }
  }

  private static void openTo(Module classPath, Module module, Instrumentation given) {
    Map<String, Set<Module>> opens =
        module.getPackages().stream()
            .collect(Collectors.toMap(name -> name, name -> Set.of(classPath)));
    given.redefineModule(module, Set.of(classPath), Map.of(), opens, Set.of(), Map.of());
  }

  private static boolean isOfTheJdk(ResolvedModule module) {
    Optional<URI> location = module.reference().location();
    return location.isEmpty() || "jrt".equals(location.get().getScheme());
  }
}
