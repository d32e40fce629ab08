package org.penstock.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a plugin. It stops a job only if the pipeline needs that plugin.
 *
 * @param severity whether the plugin is left out
 * @param plugin the plugin's name, or its class or service where it has told no name
 * @param location the jar or folder that it comes from; {@code unknown} where nothing tells
 * @param message what is wrong and what to do, as sentences
 * @param cause what was thrown, or null
 */
public record PluginIssue(
    Severity severity, String plugin, String location, String message, @Nullable Throwable cause) {

  /** What an issue means for its plugin. */
  public enum Severity {
    /** The plugin is there, but a pipeline that needs what is in conflict is refused. */
    CONFLICT,
    /** The plugin is left out. */
    LEFT_OUT
  }

  /** Checks that nothing but the cause is null. */
  public PluginIssue {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(plugin, "plugin");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return plugin + " (" + location + "): " + message;
  }
}
