package org.penstock.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.penstock.boot.BootAgent;

/**
 * The user's program.
 *
 * @param jar the jar it comes from
 * @param mainClass the class whose {@code main} is called
 */
record Program(UserJar jar, String mainClass) {
  private static final String CLASS_PATH = "java.class.path";

  /**
   * Puts the program on the class path, behind our own libraries, and finds its {@code main}.
   *
   * <p>On the class path and not in a class loader of its own: Flink's local cluster looks for user
   * code there, and so {@code main} and the tasks see the same classes and static fields.
   *
   * @throws LaunchException if there is no such class, or it has no {@code main}
   */
  Method load() {
    try {
      BootAgent.addToClassPath(jar.path().toAbsolutePath());
    } catch (IOException e) {
      throw LaunchException.usage(jar.path() + " cannot be read: " + e.getMessage() + ".");
    }
    // The agent leaves this property alone, and the files to send to a cluster are found by it.
    System.setProperty(CLASS_PATH, classPath());
    return main(ClassLoader.getSystemClassLoader());
  }

  /** As {@link #load()}, where the loader can see the program already. */
  Method main(ClassLoader loader) {
    Class<?> loaded;
    try {
      loaded = Class.forName(mainClass, false, loader);
    } catch (ClassNotFoundException e) {
      throw LaunchException.usage(
          "There is no class " + mainClass + " in " + jar.path() + "." + instead());
    } catch (LinkageError e) {
      throw LaunchException.usage(
          "The class " + mainClass + " in " + jar.path() + " cannot be loaded: " + e + ".");
    }
    return mainOf(loaded);
  }

  /**
   * Calls the program.
   *
   * @throws Throwable what the program itself threw
   */
  static void call(Method main, List<String> arguments) throws Throwable {
    Thread.currentThread().setContextClassLoader(main.getDeclaringClass().getClassLoader());
    try {
      main.invoke(null, (Object) arguments.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private String classPath() {
    Stream<String> own =
        Stream.concat(Stream.of(jar.path()), jar.classPath().stream())
            .map(file -> file.toAbsolutePath().normalize().toString());
    return Stream.concat(Stream.of(System.getProperty(CLASS_PATH)), own)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String instead() {
    return jar.mainClass()
        .filter(named -> !named.equals(mainClass))
        .map(named -> " Its manifest names " + named + ".")
        .orElse("");
  }

  private static Method mainOf(Class<?> type) {
    try {
      Method main = type.getMethod("main", String[].class);
      if (Modifier.isStatic(main.getModifiers()) && main.getReturnType() == void.class) {
        // The class itself need not be public, as for the java command.
        main.setAccessible(true);
        return main;
      }
    } catch (NoSuchMethodException e) {
      // Said below.
    } catch (LinkageError e) {
      throw LaunchException.usage(
          "The class " + type.getName() + " needs a class that is not here: " + e + ".");
    }
    throw LaunchException.usage(
        "The class "
            + type.getName()
            + " has no method public static void main(String[]). Name another one with --class.");
  }
}
