package org.penstock.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PipelineRefusedException;
import org.penstock.core.PluginCatalog;
import org.penstock.core.Unsupported;
import org.penstock.core.job.FlinkEnvironment;
import org.penstock.spi.PipelineTranslator;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;

/** Turns the proto of a pipeline into Flink operators, or tells all that stands in the way. */
public final class JobPlanner {
  private final PenstockPipelineOptions options;
  private final PluginCatalog catalog;

  /** A planner for pipelines with these options. */
  public JobPlanner(PenstockPipelineOptions options, PluginCatalog catalog) {
    this.options = options;
    this.catalog = catalog;
  }

  /**
   * Plans a pipeline. What cannot be run is listed in the result.
   *
   * @param code where its user code is
   * @throws PipelineRefusedException if there is no path for the pipeline, or a translator fails
   * @throws IllegalArgumentException if the pipeline or an option is broken
   */
  public PlannedJob plan(RunnerApi.Pipeline original, UserCode code) {
    PathChoice choice = PathChoice.of(PipelineProfile.of(original), code, options);
    PipelineTranslator path = catalog.path(choice.path());
    RunnerApi.Pipeline pipeline = SplittableExpansion.expand(path.prepare(original));
    StreamExecutionEnvironment environment =
        FlinkEnvironment.create(options, path, pipeline.getComponents());
    JobTranslation translation = new JobTranslation(pipeline.getComponents(), options, environment);
    GraphWalk.Result walk = GraphWalk.of(pipeline, new TranslatorTable(path, catalog), translation);
    List<Unsupported> unsupported = new ArrayList<>(Requirements.unknown(pipeline));
    unsupported.addAll(walk.unsupported());
    List<GraphNode> nodes = List.of();
    if (unsupported.isEmpty()) {
      translation.consumers(walk.taken());
      nodes = StageFuser.fuse(TopologicalOrder.of(walk.taken()));
      nodes.forEach(node -> translate(node, path, translation));
    }
    return new PlannedJob(
        choice, environment, describe(nodes, path, translation), unsupported, pluginNames());
  }

  private List<String> pluginNames() {
    return catalog.plugins().stream().map(plugin -> plugin.name()).toList();
  }

  private static void translate(
      GraphNode node, PipelineTranslator path, JobTranslation translation) {
    String plugin = node instanceof NativeTransform one ? one.plugin() : path.name();
    try {
      if (node instanceof NativeTransform one) {
        one.translator().translate(one.node(), translation);
      } else if (node instanceof FusedStage fused) {
        path.translateStage(fused.stage(), translation);
      }
    } catch (RuntimeException | LinkageError e) {
      throw new PipelineRefusedException(
          String.format("The plugin %s cannot translate %s: %s", plugin, node.name(), e), e);
    }
  }

  private static List<PlannedTransform> describe(
      List<GraphNode> nodes, PipelineTranslator path, JobTranslation translation) {
    List<PlannedTransform> described = new ArrayList<>();
    for (GraphNode node : nodes) {
      if (node instanceof NativeTransform one) {
        described.add(
            new PlannedTransform(
                one.name(),
                one.node().urn(),
                translation.operator(one.node()).orElse(one.name()),
                one.plugin()));
      } else if (node instanceof FusedStage fused) {
        describeStage(fused.stage(), path, translation, described);
      }
    }
    return described;
  }

  private static void describeStage(
      Stage stage,
      PipelineTranslator path,
      JobTranslation translation,
      List<PlannedTransform> described) {
    for (TransformNode member : stage.transforms()) {
      Optional<String> said = translation.operator(member);
      String operator =
          member.id().equals(stage.root().id())
              ? said.orElse("stage")
              : "in the stage of " + stage.root().name();
      described.add(new PlannedTransform(member.name(), member.urn(), operator, path.name()));
    }
  }
}
