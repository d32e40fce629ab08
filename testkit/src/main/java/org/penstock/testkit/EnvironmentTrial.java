package org.penstock.testkit;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.penstock.spi.EnvironmentProvider;

/**
 * What {@link EnvironmentContract} tries.
 *
 * @param provider the plugin, made by its public constructor
 * @param lasting an environment whose worker runs until it is closed, although nobody answers at
 *     its endpoints, such as one that sleeps
 * @param ending an environment whose worker prints {@code lastWords} and ends by itself at once
 * @param lastWords what the worker of {@code ending} prints; not blank
 * @param malformed an environment whose payload cannot be read, or empty where every payload can
 * @param unstartable a sound environment that cannot be started here, such as a command that does
 *     not exist, or empty where there is none
 * @param features what the plugin declares to support
 * @param leftovers tells what workers have left behind, such as processes, containers or files,
 *     each by a name for the message; empty when all workers are closed
 */
public record EnvironmentTrial(
    EnvironmentProvider provider,
    RunnerApi.Environment lasting,
    RunnerApi.Environment ending,
    String lastWords,
    Optional<RunnerApi.Environment> malformed,
    Optional<RunnerApi.Environment> unstartable,
    Set<EnvironmentFeature> features,
    Supplier<? extends Collection<String>> leftovers) {

  /** Checks that nothing is null, and copies the features. */
  public EnvironmentTrial {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(lasting, "lasting");
    Objects.requireNonNull(ending, "ending");
    Objects.requireNonNull(lastWords, "lastWords");
    Objects.requireNonNull(malformed, "malformed");
    Objects.requireNonNull(unstartable, "unstartable");
    features = Set.copyOf(features);
    Objects.requireNonNull(leftovers, "leftovers");
  }

  boolean supports(EnvironmentFeature feature) {
    return features.contains(feature);
  }
}
