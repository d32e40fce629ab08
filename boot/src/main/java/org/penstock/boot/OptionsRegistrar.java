package org.penstock.boot;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/** Tells Beam of the runner's options; a named module cannot provide a service of Beam. */
public final class OptionsRegistrar implements PipelineOptionsRegistrar {
  /** Called by {@link java.util.ServiceLoader}. */
  public OptionsRegistrar() {}

  @Override
  public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
    return CoreClasses.find(CoreClasses.OPTIONS, PipelineOptions.class);
  }
}
