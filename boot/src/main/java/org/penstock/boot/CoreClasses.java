package org.penstock.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds classes of core by name, for this jar is on the class path and may know no module. */
final class CoreClasses {
  static final String RUNNER = "org.penstock.core.PenstockRunner";
  static final String OPTIONS = "org.penstock.core.PenstockPipelineOptions";

  private CoreClasses() {}

  /**
   * The class, in a list of one; an empty list where core is not there, so that a program which has
   * this jar but not core keeps its other runners.
   */
  static <T> List<Class<? extends T>> find(String name, Class<T> type) {
    return loaders().stream()
        .flatMap(loader -> load(name, loader).stream())
        .<Class<? extends T>>map(found -> found.asSubclass(type))
        .limit(1)
        .toList();
  }

  private static Optional<Class<?>> load(String name, ClassLoader loader) {
    try {
      return Optional.of(Class.forName(name, false, loader));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  private static List<ClassLoader> loaders() {
    List<ClassLoader> loaders = new ArrayList<>();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      loaders.add(context);
    }
    loaders.add(ClassLoader.getSystemClassLoader());
    return loaders;
  }
}
