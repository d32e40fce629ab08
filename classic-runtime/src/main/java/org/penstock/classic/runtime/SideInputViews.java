package org.penstock.classic.runtime;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Materializations;
import org.apache.beam.sdk.transforms.Materializations.IterableView;
import org.apache.beam.sdk.transforms.Materializations.MultimapView;
import org.apache.beam.sdk.transforms.ViewFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.sideinput.EncodedKeyMultimap;

/** Makes views of the elements of one window of a side input. */
public final class SideInputViews {
  private SideInputViews() {}

  /** Makes the multimap for a view whose elements are key-value pairs. */
  interface MultimapMaker {
    MultimapView<Object, Object> make(
        KvCoder<Object, Object> coder, Iterable<KV<Object, Object>> pairs);
  }

  /**
   * What the view makes of the elements, which may be null.
   *
   * @throws IllegalArgumentException if it is a view of a kind that Beam 2.72 does not have
   */
  public static <T> @Nullable T of(PCollectionView<T> view, Iterable<Object> elements) {
    return of(
        view, elements, (coder, pairs) -> new EncodedKeyMultimap<>(coder.getKeyCoder(), pairs));
  }

  @SuppressWarnings("unchecked") // the materialization says which view the function takes
  static <T> @Nullable T of(
      PCollectionView<T> view, Iterable<Object> elements, MultimapMaker multimaps) {
    ViewFn<?, T> viewFn = ViewParts.viewFn(view);
    String urn = viewFn.getMaterialization().getUrn();
    return switch (urn) {
      case Materializations.ITERABLE_MATERIALIZATION_URN ->
          ((ViewFn<IterableView<Object>, T>) viewFn).apply(() -> elements);
      case Materializations.MULTIMAP_MATERIALIZATION_URN ->
          ((ViewFn<MultimapView<Object, Object>, T>) viewFn)
              .apply(
                  multimaps.make(
                      (KvCoder<Object, Object>) ViewParts.coder(view),
                      (Iterable<KV<Object, Object>>) (Iterable<?>) elements));
      default ->
          throw new IllegalArgumentException(
              "Unknown materialization " + urn + " of side input " + ViewParts.tag(view));
    };
  }
}
