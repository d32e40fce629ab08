package org.penstock.portable.runtime.worker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.EnvironmentProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The environments that this JVM can start workers for. */
final class Environments {
  private static final Logger LOG = LoggerFactory.getLogger(Environments.class);
  private static final String ANY_OF = "beam:env:anyof:v1";
  private static final Map<String, String> MODULES =
      Map.of(
          "beam:env:docker:v1", "environments-docker",
          "beam:env:process:v1", "environments-process",
          "beam:env:external:v1", "environments-external",
          "beam:env:embedded:v1", "environments-embedded",
          "EMBEDDED", "environments-embedded");

  private final Map<String, EnvironmentProvider> providers = new LinkedHashMap<>();

  private Environments() {}

  /**
   * The providers that these class loaders see, and those of this module's layer; the first of a
   * URN wins.
   */
  static Environments of(ClassLoader... loaders) {
    Environments found = new Environments();
    for (ClassLoader loader : loaders) {
      found.add(ServiceLoader.load(EnvironmentProvider.class, loader));
    }
    @Nullable ModuleLayer layer = Environments.class.getModule().getLayer();
    if (layer != null) {
      found.add(ServiceLoader.load(layer, EnvironmentProvider.class));
    }
    return found;
  }

  private void add(ServiceLoader<EnvironmentProvider> services) {
    for (var one :
        (Iterable<ServiceLoader.Provider<EnvironmentProvider>>) services.stream()::iterator) {
      try {
        EnvironmentProvider provider = one.get();
        providers.putIfAbsent(provider.urn(), provider);
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        // One broken plugin must not keep others from work; the runner lists it as an issue.
        LOG.warn("A plugin for an environment cannot be used: {}", one.type(), e);
      }
    }
  }

  /**
   * The environment itself, or the first choice of an any-of environment that can be started here.
   *
   * @throws IllegalArgumentException if there is no plugin for it; the message says which are
   *     present and which to add
   */
  RunnerApi.Environment resolve(RunnerApi.Environment environment) {
    if (!environment.getUrn().equals(ANY_OF)) {
      provider(environment);
      return environment;
    }
    var choices = new TreeSet<String>();
    for (RunnerApi.Environment choice : choices(environment)) {
      if (providers.containsKey(choice.getUrn())) {
        return choice;
      }
      choices.add(choice.getUrn());
    }
    throw new IllegalArgumentException(
        String.format(
            "The environment %s offers %s, for which no plugin is present. Present: %s. %s",
            ANY_OF, choices, providers.keySet(), advice(choices)));
  }

  private static Iterable<RunnerApi.Environment> choices(RunnerApi.Environment environment) {
    try {
      return RunnerApi.AnyOfEnvironmentPayload.parseFrom(environment.getPayload())
          .getEnvironmentsList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "The payload of the environment " + ANY_OF + " cannot be read", e);
    }
  }

  /**
   * The plugin for a resolved environment.
   *
   * @throws IllegalArgumentException if there is none
   */
  EnvironmentProvider provider(RunnerApi.Environment environment) {
    EnvironmentProvider provider = providers.get(environment.getUrn());
    if (provider == null) {
      throw new IllegalArgumentException(
          String.format(
              "No plugin here can start the environment %s. Present: %s. %s",
              environment.getUrn(), providers.keySet(), advice(Set.of(environment.getUrn()))));
    }
    return provider;
  }

  private static String advice(Set<String> urns) {
    var modules = new TreeSet<String>();
    urns.stream().filter(MODULES::containsKey).map(MODULES::get).forEach(modules::add);
    return modules.isEmpty()
        ? "Add the plugin that provides it."
        : "Add the module " + String.join(" or ", modules) + ".";
  }
}
