package org.penstock.runtime.source;

import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A Flink source that reads one of Beam's in a streaming job.
 *
 * <p>It emits watermarks by itself, for each split, so it goes with Flink's {@code
 * WatermarkStrategy.noWatermarks()}. Its type is {@link SourceRecordTypeInfo}; the next operator
 * should be chained to it, for the records are one object that is used again.
 *
 * <p>The source is split once for the parallelism that the job starts with. Splits keep their
 * progress over failures and savepoints, and are spread anew when the parallelism changes; a reader
 * without any ends, unless there is {@link WorkLeft}. The checkpoint marks of an unbounded source
 * are finalized when the checkpoint that contains them is complete.
 */
public final class StreamingReadSource<T>
    implements Source<SourceRecord<T>, StreamingSplit, StreamingSplits> {
  private static final long serialVersionUID = 1L;

  private final SourceKind<T> kind;
  private final ReadSettings settings;

  private StreamingReadSource(SourceKind<T> kind, ReadSettings settings) {
    this.kind = kind;
    this.settings = settings;
  }

  /** Reads an unbounded source. */
  public static <T, MarkT extends CheckpointMark> StreamingReadSource<T> unbounded(
      UnboundedSource<T, MarkT> source, ReadSettings settings) {
    return new StreamingReadSource<>(new UnboundedKind<>(source), settings);
  }

  /** Reads a bounded source; the watermark jumps from the first to the last when all was read. */
  public static <T> StreamingReadSource<T> bounded(BoundedSource<T> source, ReadSettings settings) {
    return new StreamingReadSource<>(new BoundedKind<>(source), settings);
  }

  @Override
  public Boundedness getBoundedness() {
    return kind.boundedness();
  }

  @Override
  public SplitEnumerator<StreamingSplit, StreamingSplits> createEnumerator(
      SplitEnumeratorContext<StreamingSplit> context) {
    return new StreamingEnumerator<>(context, kind, settings, null);
  }

  @Override
  public SplitEnumerator<StreamingSplit, StreamingSplits> restoreEnumerator(
      SplitEnumeratorContext<StreamingSplit> context, @Nullable StreamingSplits checkpoint) {
    return new StreamingEnumerator<>(context, kind, settings, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<StreamingSplit> getSplitSerializer() {
    return new StreamingSplitSerializer(settings.step());
  }

  @Override
  public SimpleVersionedSerializer<StreamingSplits> getEnumeratorCheckpointSerializer() {
    return new StreamingSplitsSerializer(new StreamingSplitSerializer(settings.step()));
  }

  @Override
  public SourceReader<SourceRecord<T>, StreamingSplit> createReader(SourceReaderContext context) {
    return new StreamingReader<>(context, kind, settings);
  }
}
