package org.penstock.core.plugins;

import org.penstock.core.PluginDescription;
import org.penstock.spi.Plugin;

/** A plugin that may be used, and what is told of it. */
public record FoundPlugin(Plugin plugin, PluginDescription description) {
  /** The plugin's name and jar, as messages name it. */
  public String label() {
    return description.name() + " (" + description.location() + ")";
  }
}
