package org.penstock.boot;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sorts out the jars with which the boot layer would not come up. */
final class ModulePathCheck {
  private final List<Path> classPath;
  private final Map<String, Candidate> good = new LinkedHashMap<>();
  private final List<JarProblem> problems = new ArrayList<>();

  /** Takes the jars on the class path, whose packages no module may hide. */
  ModulePathCheck(List<Path> classPath) {
    this.classPath = classPath;
  }

  private record Candidate(Path jar, ModuleDescriptor module) {}

  /** Looks at the jars in this order: of two that exclude each other, the first one stays. */
  ModulePath check(List<Path> jars) throws IOException {
    jars.forEach(this::read);
    dropThoseThatHidePackages();
    drop(this::missingModule);
    drop(this::doesNotResolve);
    dropAllIfTheyDoNotResolveTogether();
    return new ModulePath(good.values().stream().map(Candidate::jar).toList(), problems);
  }

  private void read(Path jar) {
    if (!Files.isRegularFile(jar)) {
      problems.add(new JarProblem(jar, "it is not a file"));
      return;
    }
    try {
      for (ModuleReference found : ModuleFinder.of(jar).findAll()) {
        Candidate before =
            good.putIfAbsent(found.descriptor().name(), new Candidate(jar, found.descriptor()));
        if (before != null) {
          problems.add(
              new JarProblem(
                  jar,
                  "the module "
                      + found.descriptor().toNameAndVersion()
                      + " is there twice; "
                      + before.jar()
                      + " is used. Delete one of them"));
        }
      }
    } catch (FindException e) {
      problems.add(new JarProblem(jar, whyUnreadable(jar, e)));
    }
  }

  private static String whyUnreadable(Path jar, FindException failure) {
    try (JarFile readable = new JarFile(jar.toFile())) {
      if (readable.getEntry("module-info.class") == null) {
        return "no module name can be made of it ("
            + innermost(failure)
            + "). Rename the file, or give it an Automatic-Module-Name";
      }
      return "its module-info cannot be used (" + innermost(failure) + ")";
    } catch (IOException e) {
      return "it is not a jar, or a damaged one (" + e.getMessage() + ")";
    }
  }

  /** A class loader can load a package from one module only, or from the class path. */
  private void dropThoseThatHidePackages() throws IOException {
    Map<String, String> owners = new HashMap<>();
    for (ModuleReference system : ModuleFinder.ofSystem().findAll()) {
      own(owners, system.descriptor().packages(), "the JDK");
    }
    for (Path jar : classPath) {
      own(owners, packagesOf(jar), jar.toString());
    }
    for (Candidate candidate : List.copyOf(good.values())) {
      Set<String> packages = candidate.module().packages();
      List<String> taken = packages.stream().filter(owners::containsKey).sorted().toList();
      if (taken.isEmpty()) {
        own(owners, packages, candidate.jar().toString());
      } else {
        String first = taken.get(0);
        remove(
            candidate,
            "it brings the package " + first + ", which is in " + owners.get(first) + " already");
      }
    }
  }

  private static void own(Map<String, String> owners, Iterable<String> packages, String owner) {
    packages.forEach(name -> owners.putIfAbsent(name, owner));
  }

  private static Set<String> packagesOf(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .filter(name -> name.indexOf('/') > 0)
          .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new IOException(jar + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Drops what has a reason to go, until nothing has: what goes may be missed by others. */
  private void drop(Function<Candidate, @Nullable String> reason) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Candidate candidate : List.copyOf(good.values())) {
        String found = reason.apply(candidate);
        if (found != null) {
          remove(candidate, found);
          changed = true;
        }
      }
    }
  }

  private @Nullable String missingModule(Candidate candidate) {
    for (Requires required : candidate.module().requires()) {
      boolean optional = required.modifiers().contains(Requires.Modifier.STATIC);
      boolean present =
          good.containsKey(required.name())
              || ModuleFinder.ofSystem().find(required.name()).isPresent();
      if (!optional && !present) {
        return "it requires the module " + required.name() + ", which is not here";
      }
    }
    return null;
  }

  private @Nullable String doesNotResolve(Candidate candidate) {
    return resolve(Set.of(candidate.module().name()));
  }

  /** The last net: whatever is wrong then lies between plugins, and none can be blamed alone. */
  private void dropAllIfTheyDoNotResolveTogether() {
    String failure = resolve(good.keySet());
    if (failure == null) {
      return;
    }
    for (Candidate candidate : List.copyOf(good.values())) {
      if (!candidate.module().name().startsWith("org.penstock.")) {
        remove(candidate, "the plugins do not work together: " + failure);
      }
    }
  }

  private @Nullable String resolve(Set<String> roots) {
    ModuleFinder jars =
        ModuleFinder.of(good.values().stream().map(Candidate::jar).toArray(Path[]::new));
    ModuleFinder all = ModuleFinder.compose(jars, ModuleFinder.ofSystem());
    try {
      // Not on top of the boot layer: there, this may run beside the very modules it looks at.
      Configuration.empty().resolve(all, ModuleFinder.of(), roots);
      return null;
    } catch (FindException | ResolutionException e) {
      return innermost(e);
    }
  }

  private void remove(Candidate candidate, String reason) {
    good.remove(candidate.module().name());
    problems.add(new JarProblem(candidate.jar(), reason));
  }

  private static String innermost(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }
}
