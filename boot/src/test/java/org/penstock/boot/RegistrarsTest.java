package org.penstock.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;
import org.apache.beam.sdk.testing.CrashingRunner;
import org.junit.jupiter.api.Test;

final class RegistrarsTest {
  @Test
  void beamFindsBoth() {
    assertThat(ServiceLoader.load(PipelineRunnerRegistrar.class))
        .hasAtLeastOneElementOfType(RunnerRegistrar.class);
    assertThat(ServiceLoader.load(PipelineOptionsRegistrar.class))
        .hasAtLeastOneElementOfType(OptionsRegistrar.class);
  }

  @Test
  void registerNothingWhereCoreIsMissing() {
    assertThat(new RunnerRegistrar().getPipelineRunners()).isEmpty();
    assertThat(new OptionsRegistrar().getPipelineOptions()).isEmpty();
  }

  @Test
  void findsAClassByNameWithoutContextLoader() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      assertThat(CoreClasses.find(CrashingRunner.class.getName(), PipelineRunner.class))
          .singleElement()
          .isEqualTo(CrashingRunner.class);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
