package org.penstock.portable.streaming;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.util.construction.PCollectionViewTranslation;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.streaming.AwaitedSideInput;
import org.penstock.spi.SideInput;
import org.penstock.spi.Stage;
import org.penstock.spi.TransformNode;

/**
 * In which windows of side inputs the elements of a stage wait. The worker maps windows itself when
 * it reads; here it is only known for the mappings that the runner can read.
 */
final class AwaitedWindows {
  private AwaitedWindows() {}

  /**
   * What the elements of the stage wait for.
   *
   * @param sideInputs the PCollections that the stage reads, in the order of the operator's inputs
   */
  static List<AwaitedSideInput> of(
      Stage stage, List<String> sideInputs, PipelineComponents components) {
    if (sideInputs.isEmpty()) {
      return List.of();
    }
    RunnerApi.ParDoPayload payload = payload(stage.root());
    WindowingStrategy<?, ?> main = components.windowingOf(stage.input());
    List<AwaitedSideInput> awaited = new ArrayList<>();
    for (SideInput one : stage.sideInputs()) {
      if (one.transformId().equals(stage.root().id())) {
        RunnerApi.FunctionSpec mapping =
            payload
                .getSideInputsOrDefault(one.tag(), RunnerApi.SideInput.getDefaultInstance())
                .getWindowMappingFn();
        mapping(mapping, main, components.windowingOf(one.pcollectionId()))
            .ifPresent(
                windows ->
                    awaited.add(
                        new AwaitedSideInput(sideInputs.indexOf(one.pcollectionId()), windows)));
      }
    }
    return awaited;
  }

  /** Only ParDos and the parts of splittable ones have side inputs. */
  private static RunnerApi.ParDoPayload payload(TransformNode node) {
    try {
      return RunnerApi.ParDoPayload.parseFrom(node.transform().getSpec().getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "Transform " + node.name() + ": its ParDo payload cannot be read", e);
    }
  }

  private static Optional<WindowMappingFn<?>> mapping(
      RunnerApi.FunctionSpec mapping, WindowingStrategy<?, ?> main, WindowingStrategy<?, ?> side) {
    try {
      return Optional.of(PCollectionViewTranslation.windowMappingFnFromProto(mapping));
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      // Of another SDK, or of a class that is only with the user's code.
    }
    try {
      return Optional.of(side.getWindowFn().getDefaultWindowMappingFn());
    } catch (UnsupportedOperationException e) {
      // The windows are of a kind that the runner does not know, or they merge.
      return side.getWindowFn().equals(main.getWindowFn())
          ? Optional.of(new SameWindow())
          : Optional.empty();
    }
  }

  /** For a side input with the windows of the main input. */
  private static final class SameWindow extends WindowMappingFn<BoundedWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public BoundedWindow getSideInputWindow(BoundedWindow mainWindow) {
      return mainWindow;
    }
  }
}
