package org.penstock.portable.runtime;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.ExecutableStagePayload;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.graph.ExecutableStage;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.PipelineComponents;
import org.penstock.spi.Stage;

/**
 * A stage that runs in an SDK harness; made when the pipeline is translated, sent to the task.
 * Immutable.
 */
public final class PortableStageSpec implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String TRUNCATES =
      PTransformTranslation.SPLITTABLE_TRUNCATE_SIZED_RESTRICTION_URN;

  private final byte[] payload;
  private final String rootId;
  private transient @Nullable ExecutableStagePayload parsed;
  private transient @Nullable PipelineComponents components;

  private PortableStageSpec(ExecutableStagePayload payload, String rootId) {
    this.payload = payload.toByteArray();
    this.rootId = rootId;
    this.parsed = payload;
  }

  /**
   * The stage of a pipeline.
   *
   * @param components the pipeline's components as they were submitted, expanded but with the
   *     original coders
   * @throws IllegalArgumentException if a payload is broken, or nothing says in which environment
   *     the stage runs
   */
  public static PortableStageSpec of(Stage stage, RunnerApi.Components components) {
    return new PortableStageSpec(StagePayload.of(stage, components), stage.root().id());
  }

  /**
   * A stage that was fused by the pipeline's SDK.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static PortableStageSpec of(ExecutableStagePayload stage) {
    if (stage.getTransformsCount() == 0) {
      throw new IllegalArgumentException("A stage must have a transform, and this one has none");
    }
    return new PortableStageSpec(StagePayload.withReadableState(stage), StagePayload.root(stage));
  }

  /** The id of the transform that reads the stage's input. */
  public String rootId() {
    return rootId;
  }

  /** The name of the root, and how many transforms are fused with it. */
  public String name() {
    String name = transform(rootId).getUniqueName();
    int others = parsed().getTransformsCount() - 1;
    return others == 0 ? name : name + " (and " + others + " fused with it)";
  }

  /** The id of the PCollection that the stage reads. */
  public String input() {
    return parsed().getInput();
  }

  /** The ids of the PCollections that leave the stage. */
  public List<String> outputs() {
    return List.copyOf(parsed().getOutputsList());
  }

  /** What the stage's transforms read besides. */
  public List<SideInputRef> sideInputs() {
    return parsed().getSideInputsList().stream()
        .map(
            one -> {
              RunnerApi.PTransform transform = transform(one.getTransformId());
              return new SideInputRef(
                  one.getTransformId(),
                  one.getLocalName(),
                  transform.getInputsOrThrow(one.getLocalName()),
                  PortableStages.payload(one.getTransformId(), transform)
                      .getSideInputsOrThrow(one.getLocalName())
                      .getAccessPattern()
                      .getUrn());
            })
        .toList();
  }

  /** Whether a transform of the stage has user state. */
  public boolean hasState() {
    return parsed().getUserStatesCount() > 0;
  }

  /** Whether a transform of the stage has timers. */
  public boolean hasTimers() {
    return parsed().getTimersCount() > 0;
  }

  /**
   * The timer family by which the root is told that a window is over; empty if it does not want to
   * be told.
   */
  public Optional<String> windowExpirationFamily() {
    RunnerApi.PTransform root = transform(rootId);
    if (!PortableStages.PAR_DOS.contains(root.getSpec().getUrn())) {
      return Optional.empty();
    }
    String family = PortableStages.payload(rootId, root).getOnWindowExpirationTimerFamilySpec();
    return family.isEmpty() ? Optional.empty() : Optional.of(family);
  }

  /** The environment that the stage runs in. */
  public RunnerApi.Environment environment() {
    return parsed().getEnvironment();
  }

  /** Whether the SDK says that it can do that. */
  public boolean capable(String urn) {
    return environment().getCapabilitiesList().contains(urn);
  }

  /**
   * Whether the stage processes the restrictions of a splittable DoFn, so that {@link
   * PortableStage#split} makes sense and {@link PortableStageContext#residual} must be there.
   */
  public boolean splittable() {
    return transform(rootId)
        .getSpec()
        .getUrn()
        .equals(PTransformTranslation.SPLITTABLE_PROCESS_SIZED_ELEMENTS_AND_RESTRICTIONS_URN);
  }

  /**
   * The stage that shortens the restrictions of this one's splittable DoFn when the job is drained:
   * its input and its one output are of the kind of this stage's input. Empty if this stage is not
   * {@link #splittable} or its SDK cannot do that.
   */
  public Optional<PortableStageSpec> truncation() {
    if (!splittable() || !capable(TRUNCATES)) {
      return Optional.empty();
    }
    return Optional.of(new PortableStageSpec(StagePayload.truncation(parsed(), rootId), rootId));
  }

  /** The stage as Beam's libraries want it. */
  public ExecutableStage stage() {
    return ExecutableStage.fromPayload(parsed());
  }

  /** Coders and windows of the stage as the runner sees them. */
  public PipelineComponents components() {
    PipelineComponents read = components;
    if (read == null) {
      read = PortableComponents.read(parsed().getComponents());
      components = read;
    }
    return read;
  }

  /**
   * The coder of the keys on the runner's side, whose nested context gives the bytes of keys in
   * state requests and timers.
   *
   * @throws IllegalStateException if the stage's input has no keys
   */
  public Coder<?> keyCoder() {
    Coder<?> coder = components().coderOf(input());
    if (coder instanceof KvCoder<?, ?> pairs) {
      return pairs.getKeyCoder();
    }
    throw new IllegalStateException(
        "The input of the stage " + name() + " has no keys; its coder is " + coder);
  }

  RunnerApi.PTransform transform(String id) {
    return parsed().getComponents().getTransformsOrThrow(id);
  }

  ExecutableStagePayload parsed() {
    ExecutableStagePayload present = parsed;
    if (present == null) {
      try {
        present = ExecutableStagePayload.parseFrom(payload);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("The stage at " + rootId + " cannot be read", e);
      }
      parsed = present;
    }
    return present;
  }
}
