package org.penstock.portable.runtime;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.fnexecution.wire.LengthPrefixUnknownCoders;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.portable.runtime.state.StateAnswers;
import org.penstock.portable.runtime.state.Windows;
import org.penstock.runtime.PipelineComponents;

/** What state requests can be about, of one stage. */
final class StageParts implements StateAnswers.Parts {
  private final PortableStageSpec spec;
  private final PortableStageContext context;
  private final KeptGroups groups;
  private final PipelineComponents components;
  private final List<SideInputRef> sideInputs;
  private final Map<String, Windows> windows = new HashMap<>();
  private final Map<String, Coder<?>> valueCoders = new HashMap<>();

  StageParts(PortableStageSpec spec, PortableStageContext context, KeptGroups groups) {
    this.spec = spec;
    this.context = context;
    this.groups = groups;
    this.components = spec.components();
    this.sideInputs = spec.sideInputs();
  }

  @Override
  public Windows windows(String transformId) throws IOException {
    if (!spec.parsed().getTransformsList().contains(transformId)) {
      throw new IOException(
          "The worker asks for the state of " + transformId + ", which is not in " + spec.name());
    }
    return windows.computeIfAbsent(
        "main:" + transformId, key -> of(StageLayout.mainInput(spec, transformId)));
  }

  @Override
  public Windows sideWindows(SideInputRef sideInput) {
    return windows.computeIfAbsent(
        "side:" + sideInput.pcollectionId(), key -> of(sideInput.pcollectionId()));
  }

  @SuppressWarnings("unchecked") // its windows are all of the coder's type
  private Windows of(String pcollectionId) {
    Coder<BoundedWindow> coder = (Coder<BoundedWindow>) components.windowCoderOf(pcollectionId);
    Coder<?> kind = coder;
    return kind instanceof OpaqueWindowCoder
        ? new Windows(StageLayout.nameCoder(coder), bytes -> new OpaqueWindow(bytes, null))
        : new Windows(coder, bytes -> coder.decode(bytes.newInput()));
  }

  @Override
  public StateInternals stateFor(ByteString key) {
    return context.stateFor(key);
  }

  /** The state of the root keeps its own name, so that it is found when transforms are renamed. */
  @Override
  public String stateName(String transformId, String stateId) {
    return transformId.equals(spec.rootId())
        ? stateId
        : spec.transform(transformId).getUniqueName() + "/" + stateId;
  }

  @Override
  public Coder<?> multimapValueCoder(String transformId, String stateId) throws IOException {
    String name = transformId + "/" + stateId;
    Coder<?> known = valueCoders.get(name);
    if (known != null) {
      return known;
    }
    String coderId =
        PortableStages.payload(transformId, spec.transform(transformId))
            .getStateSpecsOrThrow(stateId)
            .getMultimapSpec()
            .getValueCoderId();
    RunnerApi.Components.Builder all = spec.parsed().getComponents().toBuilder();
    String readable = LengthPrefixUnknownCoders.addLengthPrefixedCoder(coderId, all, true);
    Coder<?> coder = RehydratedComponents.forComponents(all.build()).getCoder(readable);
    valueCoders.put(name, coder);
    return coder;
  }

  @Override
  public SideInputRef sideInput(String transformId, String tag) throws IOException {
    for (SideInputRef one : sideInputs) {
      if (one.transformId().equals(transformId) && one.tag().equals(tag)) {
        return one;
      }
    }
    throw new IOException(
        String.format(
            "The worker asks for the side input %s of %s; the stage has %s",
            tag, transformId, sideInputs));
  }

  @Override
  public SideInputReader sideInputs() {
    return context.sideInputs();
  }

  @Override
  public Iterator<ByteString> keptValues(ByteString token) throws IOException {
    return groups.open(token);
  }
}
