package org.penstock.spi;

/**
 * What every plugin says of itself.
 *
 * <p>Plugins are found by {@link java.util.ServiceLoader}: a public class with a public constructor
 * without parameters, named both in {@code provides} of the plugin's {@code module-info} and in its
 * {@code META-INF/services}, for on a Flink TaskManager the same jar lies on the class path.
 * Discovery makes one instance a JVM and may call it from any thread, so a plugin holds no mutable
 * state.
 */
public interface Plugin {
  /**
   * The plugin's name, as users meet it in messages and in {@code penstock plugins}: lower case,
   * words joined by hyphens, such as {@code classic-batch}. Never null or blank.
   */
  String name();

  /**
   * The version of this API that the plugin was compiled against: return {@link Spi#VERSION}.
   *
   * <p>A plugin that answers with another number than the running {@link Spi#VERSION} is reported
   * and left out.
   */
  int spiVersion();
}
