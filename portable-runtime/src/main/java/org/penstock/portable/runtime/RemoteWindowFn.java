package org.penstock.portable.runtime;

import java.util.Collection;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.jspecify.annotations.Nullable;

/** A window function that only the pipeline's SDK can call; the runner knows its windows' coder. */
final class RemoteWindowFn extends WindowFn<Object, BoundedWindow> {
  private static final long serialVersionUID = 1L;

  private final Coder<? extends BoundedWindow> coder;
  private final boolean merges;

  /**
   * @param coder the coder of its windows on the runner's side
   * @param merges whether its windows merge
   */
  RemoteWindowFn(Coder<? extends BoundedWindow> coder, boolean merges) {
    this.coder = coder;
    this.merges = merges;
  }

  @Override
  public Collection<BoundedWindow> assignWindows(AssignContext context) {
    throw unknown();
  }

  @Override
  public void mergeWindows(MergeContext context) {
    if (merges) {
      throw unknown();
    }
  }

  private static UnsupportedOperationException unknown() {
    return new UnsupportedOperationException("Only the pipeline's SDK knows this window function");
  }

  @Override
  public boolean isNonMerging() {
    return !merges;
  }

  @Override
  @SuppressWarnings("deprecation") // and abstract all the same
  public boolean isCompatible(WindowFn<?, ?> other) {
    return equals(other);
  }

  @Override
  @SuppressWarnings("unchecked") // its windows are all of the coder's type
  public Coder<BoundedWindow> windowCoder() {
    return (Coder<BoundedWindow>) coder;
  }

  @Override
  public WindowMappingFn<BoundedWindow> getDefaultWindowMappingFn() {
    throw unknown();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RemoteWindowFn that
        && coder.equals(that.coder)
        && merges == that.merges;
  }

  @Override
  public int hashCode() {
    return coder.hashCode();
  }
}
