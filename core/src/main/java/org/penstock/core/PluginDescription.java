package org.penstock.core;

import java.util.Objects;

/**
 * A plugin that was found.
 *
 * @param name its name, such as {@code classic-batch}
 * @param kind what it is
 * @param version the {@code Implementation-Version} of its jar; {@code unknown} where it has none
 * @param location the jar or folder that it comes from; {@code unknown} where nothing tells
 * @param spiVersion the version of the plugin API that it was compiled against
 */
public record PluginDescription(
    String name, Kind kind, String version, String location, int spiVersion) {

  /** What a plugin can be. */
  public enum Kind {
    /** A translation path. */
    PATH("path"),
    /** A translator of one transform. */
    TRANSFORM("transform"),
    /** A kind of SDK worker. */
    ENVIRONMENT("environment");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Checks that nothing is null. */
  public PluginDescription {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(location, "location");
  }
}
