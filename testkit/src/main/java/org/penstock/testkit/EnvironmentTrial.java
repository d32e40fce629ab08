package org.penstock.testkit;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.WorkerRequest;

/**
 * What {@link EnvironmentContract} tries.
 *
 * @param provider the plugin, made by its public constructor
 * @param endpoints where a worker of an environment finds its runner; {@link #NOBODY} where that
 *     does not matter
 * @param lasting an environment whose worker runs until it is closed, such as one that sleeps
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
    Function<RunnerApi.Environment, WorkerRequest.Endpoints> endpoints,
    RunnerApi.Environment lasting,
    RunnerApi.Environment ending,
    String lastWords,
    Optional<RunnerApi.Environment> malformed,
    Optional<RunnerApi.Environment> unstartable,
    Set<EnvironmentFeature> features,
    Supplier<? extends Collection<String>> leftovers) {

  /** Endpoints at which nobody listens, for the port "discard" is out of use. */
  public static final Function<RunnerApi.Environment, WorkerRequest.Endpoints> NOBODY =
      environment -> endpoints(ApiServiceDescriptor.newBuilder().setUrl("localhost:9").build());

  /** Checks that nothing is null, and copies the features. */
  public EnvironmentTrial {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(endpoints, "endpoints");
    Objects.requireNonNull(lasting, "lasting");
    Objects.requireNonNull(ending, "ending");
    Objects.requireNonNull(lastWords, "lastWords");
    Objects.requireNonNull(malformed, "malformed");
    Objects.requireNonNull(unstartable, "unstartable");
    features = Set.copyOf(features);
    Objects.requireNonNull(leftovers, "leftovers");
  }

  /** All services of the runner at one place. */
  public static WorkerRequest.Endpoints endpoints(ApiServiceDescriptor all) {
    return new WorkerRequest.Endpoints(all, all, all, all);
  }

  boolean supports(EnvironmentFeature feature) {
    return features.contains(feature);
  }
}
