package org.penstock.portable.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.portable.runtime.SideInputCodec;
import org.penstock.portable.runtime.SideInputReader;
import org.penstock.portable.runtime.SideInputRef;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.sideinput.SideInputStore;

/** Answers a worker from the side inputs that the operator has stored. */
final class StoredSideInputs implements SideInputReader {
  private final List<String> sideInputs;
  private final SideInputStore store;
  private final List<SideInputCodec<Object>> codecs = new ArrayList<>();

  /**
   * @param sideInputs the PCollections that are stored, in their order
   * @param components has their coders
   */
  StoredSideInputs(List<String> sideInputs, PipelineComponents components, SideInputStore store) {
    this.sideInputs = List.copyOf(sideInputs);
    this.store = store;
    sideInputs.forEach(id -> codecs.add(new SideInputCodec<>(components.coderOf(id))));
  }

  @Override
  public Iterable<ByteString> elements(SideInputRef sideInput, BoundedWindow window) {
    int index = index(sideInput);
    return codecs.get(index).elements(store.elements(index, window));
  }

  @Override
  public Iterable<ByteString> values(SideInputRef sideInput, BoundedWindow window, ByteString key)
      throws IOException {
    int index = index(sideInput);
    KvCoder<Object, Object> pairs = codecs.get(index).pairs();
    Object decoded = pairs.getKeyCoder().decode(key.newInput());
    return codecs.get(index).values(view(index, window).get(decoded));
  }

  @Override
  public Iterable<ByteString> keys(SideInputRef sideInput, BoundedWindow window) {
    int index = index(sideInput);
    return codecs.get(index).keys(view(index, window).get());
  }

  private MultimapView<Object, Object> view(int index, BoundedWindow window) {
    return store.multimap(index, window, codecs.get(index).pairs());
  }

  private int index(SideInputRef sideInput) {
    return sideInputs.indexOf(sideInput.pcollectionId());
  }
}
