package org.penstock.runtime.source;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.io.Source;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.flink.api.connector.source.Boundedness;
import org.jspecify.annotations.Nullable;

/** An unbounded source: its progress is its encoded checkpoint mark. */
record UnboundedKind<T, MarkT extends CheckpointMark>(UnboundedSource<T, MarkT> source)
    implements SourceKind<T> {

  @Override
  public Boundedness boundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public boolean oneByOne() {
    return false;
  }

  @Override
  public List<? extends UnboundedSource<T, MarkT>> split(int parallelism, PipelineOptions options)
      throws Exception {
    return source.split(parallelism, options);
  }

  @Override
  @SuppressWarnings("unchecked") // made by split()
  public SplitReader<T> open(Source<T> part, byte @Nullable [] progress, PipelineOptions options)
      throws IOException {
    UnboundedSource<T, MarkT> unbounded = (UnboundedSource<T, MarkT>) part;
    MarkT mark =
        progress == null
            ? null
            : CoderUtils.decodeFromByteArray(unbounded.getCheckpointMarkCoder(), progress);
    return new UnboundedRecords<>(unbounded, unbounded.createReader(options, mark));
  }
}
