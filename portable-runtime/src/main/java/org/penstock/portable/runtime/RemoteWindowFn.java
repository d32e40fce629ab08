package org.penstock.portable.runtime;

import java.util.Collection;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.TaskWindowFn;

/**
 * A window function that only the pipeline's SDK can call; the runner knows its windows' coder.
 * Windows merge in a worker, so only in a task.
 */
final class RemoteWindowFn extends WindowFn<Object, BoundedWindow> implements TaskWindowFn {
  private static final long serialVersionUID = 1L;

  private final Coder<? extends BoundedWindow> coder;
  private final @Nullable PortableStageSpec merging;
  private transient @Nullable MergingInWorker worker;

  /**
   * @param coder the coder of its windows on the runner's side
   * @param merging the stage that merges its windows; null if they do not merge
   */
  RemoteWindowFn(Coder<? extends BoundedWindow> coder, @Nullable PortableStageSpec merging) {
    this.coder = coder;
    this.merging = merging;
  }

  @Override
  public InTask<BoundedWindow> in(Task task) {
    if (merging == null) {
      return new InTask<>(this, () -> {});
    }
    RemoteWindowFn copy = new RemoteWindowFn(coder, merging);
    MergingInWorker asked = new MergingInWorker(merging, windowCoder(), task);
    copy.worker = asked;
    return new InTask<>(copy, asked::close);
  }

  @Override
  public Collection<BoundedWindow> assignWindows(AssignContext context) {
    throw unknown();
  }

  @Override
  public void mergeWindows(MergeContext context) throws Exception {
    if (worker != null) {
      worker.merge(context);
    } else if (merging != null) {
      throw unknown();
    }
  }

  private static UnsupportedOperationException unknown() {
    return new UnsupportedOperationException("Only the pipeline's SDK knows this window function");
  }

  @Override
  public boolean isNonMerging() {
    return merging == null;
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
        && isNonMerging() == that.isNonMerging();
  }

  @Override
  public int hashCode() {
    return coder.hashCode();
  }
}
