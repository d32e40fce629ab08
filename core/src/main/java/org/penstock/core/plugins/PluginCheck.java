package org.penstock.core.plugins;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Plugin;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TransformTranslatorPlugin;

/** Whether a plugin keeps the promises of the plugin API about names and URNs. */
final class PluginCheck {
  private PluginCheck() {}

  /** What is wrong with the plugin, or null where nothing is. */
  static @Nullable String complaint(Plugin plugin) {
    if (isBlank(plugin.name())) {
      return "Its name is blank.";
    }
    if (plugin instanceof PipelineTranslator path) {
      return pathComplaint(path);
    }
    if (plugin instanceof TransformTranslatorPlugin transform) {
      return transformComplaint(transform);
    }
    if (plugin instanceof EnvironmentProvider environment) {
      return isBlank(environment.urn()) ? "Its environment URN is blank." : null;
    }
    return "It is none of the known kinds of plugin.";
  }

  private static @Nullable String pathComplaint(PipelineTranslator path) {
    if (isNull(path.path())) {
      return "It names no path.";
    }
    Set<String> urns = new HashSet<>();
    for (TransformTranslator translator : path.transforms()) {
      String urn = translator.urn();
      if (isBlank(urn)) {
        return "The URN of its " + translator.getClass().getName() + " is blank.";
      }
      if (!urns.add(urn)) {
        return "Its table holds two translators of " + urn + ".";
      }
    }
    return path.stageUrns().stream().anyMatch(PluginCheck::isBlank)
        ? "One of its stage URNs is blank."
        : null;
  }

  private static @Nullable String transformComplaint(TransformTranslatorPlugin transform) {
    if (isBlank(transform.urn())) {
      return "Its URN is blank.";
    }
    return transform.paths().isEmpty() ? "It is for no path." : null;
  }

  // A plugin that was compiled without null checks can answer null in spite of the contract.
  private static boolean isNull(@Nullable Object answer) {
    return answer == null;
  }

  private static boolean isBlank(@Nullable String answer) {
    return answer == null || answer.isBlank();
  }
}
