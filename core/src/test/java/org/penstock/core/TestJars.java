package org.penstock.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Makes and loads jars for tests. */
final class TestJars {
  private TestJars() {}

  static void addClass(JarOutputStream jar, Class<?> type) throws IOException {
    String entry = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new ZipEntry(entry));
    ClassLoader loader = Objects.requireNonNull(type.getClassLoader());
    try (InputStream bytes = Objects.requireNonNull(loader.getResourceAsStream(entry))) {
      bytes.transferTo(jar);
    }
    jar.closeEntry();
  }

  static void addService(JarOutputStream jar, Class<?> service, String provider)
      throws IOException {
    jar.putNextEntry(new ZipEntry("META-INF/services/" + service.getName()));
    jar.write(provider.getBytes(UTF_8));
    jar.closeEntry();
  }

  /** A loader that takes one class out of the jar, although its parent has it too. */
  static URLClassLoader childFirst(Path jar, Class<?> own) throws IOException {
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, TestJars.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.equals(own.getName())) {
          Class<?> loaded = findLoadedClass(name);
          return loaded == null ? findClass(name) : loaded;
        }
        return super.loadClass(name, resolve);
      }
    };
  }
}
