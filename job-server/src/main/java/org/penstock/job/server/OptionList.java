package org.penstock.job.server;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.model.jobmanagement.v1.JobApi.PipelineOptionDescriptor;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.penstock.core.PenstockPipelineOptions;

/** The options that clients may pass on; what is not listed, the Python SDK drops. */
final class OptionList {
  private OptionList() {}

  /** Our options, and all that are registered by whatever jars are here; each name once. */
  static List<PipelineOptionDescriptor> describe() {
    Set<Class<? extends PipelineOptions>> interfaces = new LinkedHashSet<>();
    interfaces.add(PenstockPipelineOptions.class);
    interfaces.addAll(PipelineOptionsFactory.getRegisteredOptions());
    Map<String, PipelineOptionDescriptor> byName = new LinkedHashMap<>();
    PipelineOptionsFactory.describe(interfaces)
        .forEach(option -> byName.putIfAbsent(option.getName(), option));
    return List.copyOf(byName.values());
  }
}
