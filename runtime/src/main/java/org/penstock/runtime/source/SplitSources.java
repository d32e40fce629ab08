package org.penstock.runtime.source;

import org.apache.beam.sdk.io.Source;
import org.apache.beam.sdk.util.SerializableUtils;

/** Java serialization, which is how Beam's sources travel. */
final class SplitSources {
  private SplitSources() {}

  static byte[] encode(Source<?> source) {
    return SerializableUtils.serializeToByteArray(source);
  }

  /**
   * The source of a split.
   *
   * @throws IllegalStateException if it was written by classes that are not those of the job
   */
  @SuppressWarnings("unchecked") // written by the method above for a step of this element type
  static <T> Source<T> decode(StreamingSplit split, String step) {
    try {
      return (Source<T>)
          SerializableUtils.deserializeFromByteArray(split.source(), "the source of " + step);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          ("Step %s: the source of split %d cannot be read back. Expected the classes that wrote"
                  + " the checkpoint, found: %s. Restore with the same version of the source, or"
                  + " give the step another name to read from the start.")
              .formatted(step, split.index(), rootOf(e)),
          e);
    }
  }

  private static Throwable rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
