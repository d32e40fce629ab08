package org.penstock.core.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.penstock.core.PluginDescription;
import org.penstock.core.PluginDescription.Kind;
import org.penstock.core.PluginIssue;
import org.penstock.core.PluginIssue.Severity;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Plugin;
import org.penstock.spi.Spi;
import org.penstock.spi.TransformTranslatorPlugin;

/** Finds plugins and checks what they say of themselves; a bad one becomes an issue. */
public final class PluginDiscovery {
  private final List<FoundPlugin> found = new ArrayList<>();
  private final List<PluginIssue> issues = new ArrayList<>();

  /** Looks for the providers of all three services. */
  public PluginDiscovery search(ClassLoader loader) {
    search(PipelineTranslator.class, loader, ServiceLoader.load(PipelineTranslator.class, loader));
    search(
        TransformTranslatorPlugin.class,
        loader,
        ServiceLoader.load(TransformTranslatorPlugin.class, loader));
    search(
        EnvironmentProvider.class, loader, ServiceLoader.load(EnvironmentProvider.class, loader));
    return this;
  }

  /** Checks one plugin and keeps it where it is sound. */
  public void add(Plugin plugin) {
    Class<?> type = plugin.getClass();
    String location = PluginOrigin.location(type);
    try {
      // The version goes first: nothing else of a plugin for another SPI can be relied on.
      int spiVersion = plugin.spiVersion();
      if (spiVersion != Spi.VERSION) {
        leaveOut(type.getName(), location, wrongVersion(spiVersion), null);
        return;
      }
      String complaint = PluginCheck.complaint(plugin);
      if (complaint != null) {
        leaveOut(type.getName(), location, complaint, null);
        return;
      }
      found.add(new FoundPlugin(plugin, describe(plugin, location)));
    } catch (RuntimeException | LinkageError e) {
      leaveOut(type.getName(), location, "It failed when it was asked what it is: " + e, e);
    }
  }

  /** The sound plugins, in the order in which they were found. */
  public List<FoundPlugin> found() {
    return List.copyOf(found);
  }

  /** What is wrong with the others. */
  public List<PluginIssue> issues() {
    return List.copyOf(issues);
  }

  private <T extends Plugin> void search(
      Class<T> service, ClassLoader loader, ServiceLoader<T> services) {
    Providers.each(
        services,
        this::add,
        failure ->
            leaveOut(
                service.getSimpleName(),
                PluginOrigin.locationOfEntry(service, loader, failure.getMessage()),
                "It cannot be loaded: " + failure.getMessage(),
                failure));
  }

  private void leaveOut(String plugin, String location, String message, @Nullable Throwable cause) {
    issues.add(new PluginIssue(Severity.LEFT_OUT, plugin, location, message, cause));
  }

  private static String wrongVersion(int spiVersion) {
    return String.format(
        "It was compiled against version %d of the plugin API, and this is version %d. Use a"
            + " release of the plugin for this version.",
        spiVersion, Spi.VERSION);
  }

  private static PluginDescription describe(Plugin plugin, String location) {
    return new PluginDescription(
        plugin.name(),
        kind(plugin),
        PluginOrigin.version(plugin.getClass()),
        location,
        plugin.spiVersion());
  }

  private static Kind kind(Plugin plugin) {
    if (plugin instanceof PipelineTranslator) {
      return Kind.PATH;
    }
    return plugin instanceof TransformTranslatorPlugin ? Kind.TRANSFORM : Kind.ENVIRONMENT;
  }
}
