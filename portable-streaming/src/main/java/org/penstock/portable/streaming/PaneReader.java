package org.penstock.portable.streaming;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.portable.runtime.SideInputCodec;
import org.penstock.portable.runtime.SideInputReader;
import org.penstock.portable.runtime.SideInputRef;
import org.penstock.runtime.PipelineComponents;
import org.penstock.runtime.streaming.BroadcastPanes;

/** Reads the last panes of side inputs; what is read by key is sorted by key once for each pane. */
final class PaneReader implements SideInputReader {
  private final List<String> pcollections;
  private final BroadcastPanes panes;
  private final List<SideInputCodec<Object>> codecs = new ArrayList<>();
  private final Map<Pane, Map<ByteString, List<ByteString>>> byKey = new HashMap<>();

  /** A window of a side input. */
  private record Pane(int index, BoundedWindow window) {}

  /**
   * @param pcollections the PCollections that are read, in the order of the panes
   * @param components has their coders
   */
  PaneReader(List<String> pcollections, PipelineComponents components, BroadcastPanes panes) {
    this.pcollections = List.copyOf(pcollections);
    this.panes = panes;
    pcollections.forEach(id -> codecs.add(new SideInputCodec<>(components.coderOf(id))));
    panes.onChange((index, window) -> byKey.remove(new Pane(index, window)));
  }

  @Override
  public Iterable<ByteString> elements(SideInputRef sideInput, BoundedWindow window) {
    int index = index(sideInput);
    return codecs.get(index).elements(panes.elements(index, window));
  }

  @Override
  public Iterable<ByteString> values(SideInputRef sideInput, BoundedWindow window, ByteString key)
      throws IOException {
    return byKey(sideInput, window).getOrDefault(key, List.of());
  }

  @Override
  public Iterable<ByteString> keys(SideInputRef sideInput, BoundedWindow window)
      throws IOException {
    return byKey(sideInput, window).keySet();
  }

  private Map<ByteString, List<ByteString>> byKey(SideInputRef sideInput, BoundedWindow window)
      throws IOException {
    Pane pane = new Pane(index(sideInput), window);
    Map<ByteString, List<ByteString>> made = byKey.get(pane);
    if (made == null) {
      made = new LinkedHashMap<>();
      SideInputCodec<Object> codec = codecs.get(pane.index());
      for (Object element : panes.elements(pane.index(), window)) {
        made.computeIfAbsent(codec.key(element), key -> new ArrayList<>())
            .add(codec.value(element));
      }
      byKey.put(pane, made);
    }
    return made;
  }

  private int index(SideInputRef sideInput) {
    int index = pcollections.indexOf(sideInput.pcollectionId());
    if (index < 0) {
      throw new IllegalStateException(
          "The operator does not read " + sideInput + "; it reads " + pcollections);
    }
    return index;
  }
}
