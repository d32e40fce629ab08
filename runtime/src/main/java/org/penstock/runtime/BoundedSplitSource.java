package org.penstock.runtime;

import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A Flink source that emits the splits of a Beam {@link BoundedSource}, for the next operator of
 * the same chain to read.
 *
 * <p>A task asks for its next split when it has read the one before, so a slow reader does not hold
 * up the rest. Reading is left to an operator because only operators can publish accumulators,
 * which carry Beam's metrics.
 */
public final class BoundedSplitSource<T>
    implements Source<BoundedSplit<T>, BoundedSplit<T>, BoundedSplits<T>> {
  private static final long serialVersionUID = 1L;

  private final String step;
  private final BoundedSource<T> source;
  private final SerializablePipelineOptions options;

  /**
   * @param step the full name of the reading transform
   * @param source the source to split and read
   */
  public BoundedSplitSource(
      String step, BoundedSource<T> source, SerializablePipelineOptions options) {
    this.step = step;
    this.source = source;
    this.options = options;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<BoundedSplit<T>, BoundedSplits<T>> createEnumerator(
      SplitEnumeratorContext<BoundedSplit<T>> context) {
    return new BoundedSplitEnumerator<>(context, step, source, options, null);
  }

  @Override
  public SplitEnumerator<BoundedSplit<T>, BoundedSplits<T>> restoreEnumerator(
      SplitEnumeratorContext<BoundedSplit<T>> context, @Nullable BoundedSplits<T> checkpoint) {
    return new BoundedSplitEnumerator<>(context, step, source, options, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<BoundedSplit<T>> getSplitSerializer() {
    return new JavaVersionedSerializer<>("a split of " + step);
  }

  @Override
  public SimpleVersionedSerializer<BoundedSplits<T>> getEnumeratorCheckpointSerializer() {
    return new JavaVersionedSerializer<>("the splits of " + step);
  }

  @Override
  public SourceReader<BoundedSplit<T>, BoundedSplit<T>> createReader(SourceReaderContext context) {
    return new BoundedSplitReader<>(context);
  }
}
