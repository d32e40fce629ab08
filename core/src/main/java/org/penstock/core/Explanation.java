package org.penstock.core;

import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.penstock.core.plan.PlannedJob;
import org.penstock.spi.TranslationPath;

/**
 * How a pipeline is translated, and why.
 *
 * @param path the path that it takes
 * @param reasons why it takes that path, as sentences
 * @param entries its transforms and their operators, producers before consumers; empty if something
 *     is unsupported
 * @param unsupported what cannot be run; empty if all can
 * @param flinkPlan Flink's plan as JSON; empty if something is unsupported or there is nothing to
 *     run
 */
public record Explanation(
    TranslationPath path,
    List<String> reasons,
    List<Entry> entries,
    List<Unsupported> unsupported,
    String flinkPlan) {

  /**
   * A transform and what takes it.
   *
   * @param transform the full name of the transform
   * @param urn its URN
   * @param operator the Flink operator
   * @param plugin the plugin that made the operator
   */
  public record Entry(String transform, String urn, String operator, String plugin) {}

  /** Copies the lists. */
  public Explanation {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(flinkPlan, "flinkPlan");
    reasons = List.copyOf(reasons);
    entries = List.copyOf(entries);
    unsupported = List.copyOf(unsupported);
  }

  /**
   * Explains a pipeline without running it, by its own options and the plugins that the current
   * thread sees.
   *
   * @throws PipelineRefusedException if no plugin provides the path, or a translator fails
   */
  public static Explanation of(Pipeline pipeline) {
    return PenstockRunner.fromOptions(pipeline.getOptions()).explain(pipeline);
  }

  static Explanation of(PlannedJob job) {
    boolean runs = job.unsupported().isEmpty() && !job.isEmpty();
    return new Explanation(
        job.choice().path(),
        job.choice().reasons(),
        job.transforms().stream()
            .map(one -> new Entry(one.name(), one.urn(), one.operator(), one.plugin()))
            .toList(),
        job.unsupported(),
        runs ? job.environment().getExecutionPlan() : "");
  }

  /** The explanation for people to read, without Flink's plan. */
  public String toText() {
    return ExplanationText.of(this);
  }
}
