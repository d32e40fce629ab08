package org.penstock.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.penstock.core.plugins.FoundPlugin;
import org.penstock.core.plugins.PluginConflicts;
import org.penstock.core.plugins.PluginDiscovery;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Plugin;
import org.penstock.spi.TransformTranslatorPlugin;
import org.penstock.spi.TranslationPath;

/**
 * The plugins that are present. Immutable.
 *
 * <p>Making a catalog never fails because of a plugin: what is wrong with one is an {@link
 * PluginIssue}, and matters only to a pipeline that needs it.
 */
public final class PluginCatalog {
  private final List<FoundPlugin> found;
  private final PluginConflicts conflicts;
  private final List<PluginIssue> issues;

  private PluginCatalog(PluginDiscovery discovery) {
    this.found = discovery.found();
    this.conflicts = PluginConflicts.among(found);
    List<PluginIssue> all = new ArrayList<>(discovery.issues());
    all.addAll(conflicts.issues());
    this.issues = List.copyOf(all);
  }

  /** Finds the plugins that {@code loader} sees, in modules and on the class path alike. */
  public static PluginCatalog discover(ClassLoader loader) {
    return new PluginCatalog(new PluginDiscovery().search(loader));
  }

  /** A catalog of exactly these plugins, checked as those that are discovered. */
  public static PluginCatalog of(Collection<? extends Plugin> plugins) {
    PluginDiscovery discovery = new PluginDiscovery();
    plugins.forEach(discovery::add);
    return new PluginCatalog(discovery);
  }

  /**
   * Finds the plugins that the current thread's class loader sees, or those of the runner's own
   * loader where the former does not know the plugin API or knows another copy of it.
   */
  static PluginCatalog ofCurrentThread() {
    return discover(currentLoader());
  }

  static ClassLoader currentLoader() {
    ClassLoader own = PluginCatalog.class.getClassLoader();
    ClassLoader current = Thread.currentThread().getContextClassLoader();
    try {
      return current != null && current.loadClass(Plugin.class.getName()) == Plugin.class
          ? current
          : own;
    } catch (ClassNotFoundException e) {
      return own;
    }
  }

  /** The plugins that may be used, those in conflict included. */
  public List<PluginDescription> plugins() {
    return found.stream().map(FoundPlugin::description).toList();
  }

  /** What is wrong with plugins. */
  public List<PluginIssue> issues() {
    return issues;
  }

  /** The URNs of the environments that can be started, in alphabetical order. */
  public SortedSet<String> environments() {
    return found.stream()
        .map(FoundPlugin::plugin)
        .filter(EnvironmentProvider.class::isInstance)
        .map(plugin -> ((EnvironmentProvider) plugin).urn())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The plugin that provides a path.
   *
   * @throws PipelineRefusedException if none does, or more than one; the message says what is there
   *     and what to do
   */
  public PipelineTranslator path(TranslationPath path) {
    for (FoundPlugin one : found) {
      if (one.plugin() instanceof PipelineTranslator translator && translator.path() == path) {
        conflicts
            .ofPath(one, path)
            .ifPresent(
                conflict -> {
                  throw new PipelineRefusedException(conflict);
                });
        return translator;
      }
    }
    throw new PipelineRefusedException(missing(path));
  }

  /**
   * The plugin that translates one transform on a path, or empty where no plugin does and the
   * path's own table decides.
   *
   * @throws PipelineRefusedException if more than one plugin does
   */
  public Optional<TransformTranslatorPlugin> transform(TranslationPath path, String urn) {
    for (FoundPlugin one : found) {
      if (one.plugin() instanceof TransformTranslatorPlugin translator
          && translator.urn().equals(urn)
          && translator.paths().contains(path)) {
        conflicts
            .ofTransform(one, path, urn)
            .ifPresent(
                conflict -> {
                  throw new PipelineRefusedException(conflict);
                });
        return Optional.of(translator);
      }
    }
    return Optional.empty();
  }

  private String missing(TranslationPath path) {
    List<String> present =
        found.stream()
            .map(FoundPlugin::plugin)
            .filter(PipelineTranslator.class::isInstance)
            .map(plugin -> ((PipelineTranslator) plugin).path().id())
            .sorted()
            .toList();
    StringBuilder message = new StringBuilder();
    message.append("This pipeline needs the path ").append(path);
    message.append(", which no module here provides. Present: ");
    message.append(present.isEmpty() ? "none" : String.join(", ", present));
    message.append(". Add penstock-").append(path).append(".jar to plugins/.");
    issues.stream()
        .filter(issue -> issue.severity() == PluginIssue.Severity.LEFT_OUT)
        .forEach(issue -> message.append("\n  Left out: ").append(issue));
    return message.toString();
  }
}
