package org.penstock.portable.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;
import org.penstock.portable.runtime.SideInputReader;
import org.penstock.portable.runtime.SideInputRef;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.sideinput.SideInputStore;

/** Answers a worker from the side inputs that the operator has stored. */
final class StoredSideInputs implements SideInputReader {
  private final StageSpec spec;
  private final SideInputStore store;
  private final PipelineComponents components;
  private final Map<String, Coder<Object>> coders = new HashMap<>();

  StoredSideInputs(StageSpec spec, SideInputStore store) {
    this.spec = spec;
    this.store = store;
    this.components = spec.worker().components();
  }

  @Override
  public Iterable<ByteString> elements(SideInputRef sideInput, BoundedWindow window) {
    return encoded(store.elements(index(sideInput), window), coder(sideInput));
  }

  @Override
  public Iterable<ByteString> values(SideInputRef sideInput, BoundedWindow window, ByteString key)
      throws IOException {
    KvCoder<Object, Object> pairs = pairs(sideInput);
    Object decoded = pairs.getKeyCoder().decode(key.newInput());
    return encoded(view(sideInput, window, pairs).get(decoded), pairs.getValueCoder());
  }

  @Override
  public Iterable<ByteString> keys(SideInputRef sideInput, BoundedWindow window) {
    KvCoder<Object, Object> pairs = pairs(sideInput);
    return encoded(view(sideInput, window, pairs).get(), pairs.getKeyCoder());
  }

  private MultimapView<Object, Object> view(
      SideInputRef sideInput, BoundedWindow window, KvCoder<Object, Object> pairs) {
    return store.multimap(index(sideInput), window, pairs);
  }

  private int index(SideInputRef sideInput) {
    return spec.sideInputs().indexOf(sideInput.pcollectionId());
  }

  private Coder<Object> coder(SideInputRef sideInput) {
    return coders.computeIfAbsent(sideInput.pcollectionId(), components::coderOf);
  }

  @SuppressWarnings("unchecked") // a pair's coder has coders of whatever is in the pair
  private KvCoder<Object, Object> pairs(SideInputRef sideInput) {
    if ((Coder<?>) coder(sideInput) instanceof KvCoder<?, ?> pairs) {
      return (KvCoder<Object, Object>) pairs;
    }
    throw new IllegalStateException(
        "The side input "
            + sideInput.tag()
            + " is read by key, which needs pairs, and its coder is "
            + coder(sideInput));
  }

  private static Iterable<ByteString> encoded(Iterable<Object> values, Coder<Object> coder) {
    return Iterables.transform(values, value -> encoded(value, coder));
  }

  private static ByteString encoded(Object value, Coder<Object> coder) {
    try {
      ByteStringOutputStream bytes = new ByteStringOutputStream();
      coder.encode(value, bytes);
      return bytes.toByteString();
    } catch (IOException e) {
      throw new UncheckedIOException("An element of a side input cannot be encoded", e);
    }
  }
}
