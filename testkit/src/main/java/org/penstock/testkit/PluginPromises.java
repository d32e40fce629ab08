package org.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.penstock.core.PluginCatalog;
import org.penstock.core.PluginIssue;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Plugin;
import org.penstock.spi.Spi;
import org.penstock.spi.TransformTranslatorPlugin;

/**
 * What every plugin promises, whatever it provides.
 *
 * @param plugin the plugin that is looked at
 */
record PluginPromises(Plugin plugin) {

  private Class<?> type() {
    return plugin.getClass();
  }

  private Class<?> service() {
    if (plugin instanceof PipelineTranslator) {
      return PipelineTranslator.class;
    }
    return plugin instanceof TransformTranslatorPlugin
        ? TransformTranslatorPlugin.class
        : EnvironmentProvider.class;
  }

  /** What a class loader needs to find the plugin, on the module path and on the class path. */
  void declaredTwice() {
    ServiceDeclarations.containing(type()).assertProvides(service(), type());
  }

  /** What Flink and Beam need to make objects of the plugin's classes by reflection. */
  void packageIsOpen() {
    ModuleDescriptor module =
        ServiceDeclarations.containing(type())
            .module()
            .orElseThrow(() -> new AssertionError(type() + " is in no explicit module"));
    assertThat(
            module.isOpen()
                || module.opens().stream()
                    .anyMatch(
                        open ->
                            open.source().equals(type().getPackageName()) && !open.isQualified()))
        .as(
            "The module-info of %s says 'opens %s;', for Flink and Beam reach into operators and"
                + " functions by reflection",
            module.name(), type().getPackageName())
        .isTrue();
  }

  /** What {@link java.util.ServiceLoader} needs. */
  void canBeInstantiated() {
    assertThat(Modifier.isPublic(type().getModifiers())).as("%s is public", type()).isTrue();
    assertThatCode(() -> type().getConstructor().newInstance())
        .as("%s has a public constructor without parameters that works", type())
        .doesNotThrowAnyException();
  }

  /** The plugin's name is one that users can read and type. */
  void nameIsReadable() {
    assertThat(plugin.name())
        .as("the name of %s: lower case, words joined by hyphens", type())
        .matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  }

  /** The plugin was compiled against this plugin API. */
  void spiVersionIsTheRunningOne() {
    assertThat(plugin.spiVersion()).as("spiVersion() of %s", type()).isEqualTo(Spi.VERSION);
  }

  /** Nothing of the plugin can change after its constructor. */
  void hasNoMutableState(Object... more) {
    List<Object> objects = new ArrayList<>(List.of(more));
    objects.add(plugin);
    List<String> mutable = new ArrayList<>();
    for (Object one : objects) {
      for (Class<?> c = one.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
        for (Field field : c.getDeclaredFields()) {
          if (!Modifier.isFinal(field.getModifiers()) && !field.isSynthetic()) {
            mutable.add(c.getSimpleName() + "." + field.getName());
          }
        }
      }
    }
    assertThat(mutable)
        .as("fields of %s that are not final; any thread may call a plugin", type())
        .isEmpty();
  }

  /** The runner finds the plugin where its class is, and has nothing against it. */
  PluginCatalog discovered() {
    ClassLoader loader = type().getClassLoader();
    PluginCatalog catalog = PluginCatalog.discover(loader);
    List<PluginIssue> issues =
        catalog.issues().stream()
            .filter(
                issue ->
                    issue.plugin().equals(type().getName()) || issue.plugin().equals(plugin.name()))
            .toList();
    assertThat(issues).as("what discovery says against %s", type()).isEmpty();
    assertThat(catalog.plugins())
        .as("the plugins that %s sees, and what is wrong: %s", loader, catalog.issues())
        .anySatisfy(found -> assertThat(found.name()).isEqualTo(plugin.name()));
    return catalog;
  }

  /** A second plugin of the same class, as another JVM would make it. */
  Plugin another() {
    try {
      Constructor<?> constructor = type().getConstructor();
      return (Plugin) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      return fail(type() + " has no public constructor without parameters", e);
    }
  }
}
