package org.penstock.runtime.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.io.Source;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.connector.source.Boundedness;
import org.jspecify.annotations.Nullable;

/** What differs between unbounded and bounded sources. */
interface SourceKind<T> extends Serializable {
  Boundedness boundedness();

  /**
   * Whether a reader gets a split only when it has read the one before; otherwise it gets all of
   * its splits when it starts, for none of them may wait for another to end.
   */
  boolean oneByOne();

  /** Splits the source for that many readers. Runs user code. */
  List<? extends Source<T>> split(int parallelism, PipelineOptions options) throws Exception;

  /**
   * Opens a part that {@link #split} made. Runs user code.
   *
   * @param progress what {@link SplitReader#progress} returned, or null to read from the start
   */
  SplitReader<T> open(Source<T> part, byte @Nullable [] progress, PipelineOptions options)
      throws IOException;
}
