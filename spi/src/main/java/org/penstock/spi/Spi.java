package org.penstock.spi;

/** The version of this plugin API. */
public final class Spi {
  /**
   * The version that a plugin is compiled against. It grows by one whenever a plugin that was
   * compiled before would no longer work, a new abstract method included.
   *
   * <p>A compile-time constant on purpose: {@code javac} copies its value into the plugin, so that
   * {@link Plugin#spiVersion()} keeps answering with the version of the plugin's build.
   */
  public static final int VERSION = 1;

  /**
   * The name of the Flink accumulator under which a path publishes Beam metrics: its local value is
   * a {@code MetricsContainerStepMap} whose steps are the full names of transforms.
   */
  public static final String METRICS_ACCUMULATOR = "penstock.metrics";

  private Spi() {}
}
