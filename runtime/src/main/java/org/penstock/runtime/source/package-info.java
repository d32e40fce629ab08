/**
 * Beam's sources in a streaming job.
 *
 * <p>{@link org.penstock.runtime.source.StreamingReadSource} is a Flink source that reads an
 * unbounded or a bounded source of Beam's and emits {@link
 * org.penstock.runtime.source.SourceRecord}s for the next operator of the same chain.
 *
 * <p>The {@code StreamingEnumerator} splits the source once and hands the parts out. A {@code
 * StreamingReader} reads its parts in turns. What differs between the two kinds of source is behind
 * {@code SourceKind} (how it splits and opens) and {@code SplitReader} (how a part is read, and how
 * far).
 */
@org.jspecify.annotations.NullMarked
package org.penstock.runtime.source;
