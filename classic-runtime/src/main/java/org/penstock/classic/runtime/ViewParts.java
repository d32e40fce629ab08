package org.penstock.classic.runtime;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.ViewFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.apache.beam.sdk.values.PCollectionView;

/** The parts of a view that Beam keeps for runners and so marks as deprecated for all others. */
@SuppressWarnings("deprecation")
final class ViewParts {
  private ViewParts() {}

  /** The id under which steps know the view. */
  static String tag(PCollectionView<?> view) {
    return view.getTagInternal().getId();
  }

  /** The function that makes the view. */
  @SuppressWarnings("unchecked") // the view's function makes what the view is of
  static <T> ViewFn<?, T> viewFn(PCollectionView<T> view) {
    return (ViewFn<?, T>) view.getViewFn();
  }

  /** Maps windows of the main input to those of the side input. */
  static WindowMappingFn<?> windowMapping(PCollectionView<?> view) {
    return view.getWindowMappingFn();
  }

  /** The coder of the elements that the view is made from. */
  static Coder<?> coder(PCollectionView<?> view) {
    return view.getCoderInternal();
  }
}
