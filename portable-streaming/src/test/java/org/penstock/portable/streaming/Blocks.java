package org.penstock.portable.streaming;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.joda.time.Instant;

/**
 * Windows of a kind of our own, which merge: all blocks that begin within the same hundred
 * milliseconds become one.
 */
final class Blocks extends WindowFn<Object, Blocks.Block> {
  private static final long serialVersionUID = 1L;

  /** From a time up to another one. */
  static final class Block extends BoundedWindow {
    private final long start;
    private final long end;

    Block(long start, long end) {
      this.start = start;
      this.end = end;
    }

    @Override
    public Instant maxTimestamp() {
      return Instant.ofEpochMilli(end - 1);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Block that && start == that.start && end == that.end;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(start * 31 + end);
    }
  }

  /** Two numbers. */
  static final class BlockCoder extends AtomicCoder<Block> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Block value, OutputStream out) throws IOException {
      VarLongCoder.of().encode(value.start, out);
      VarLongCoder.of().encode(value.end, out);
    }

    @Override
    public Block decode(InputStream in) throws IOException {
      return new Block(VarLongCoder.of().decode(in), VarLongCoder.of().decode(in));
    }
  }

  @Override
  public Collection<Block> assignWindows(AssignContext context) {
    long time = context.timestamp().getMillis();
    return List.of(new Block(time, time + 10));
  }

  @Override
  public void mergeWindows(MergeContext context) throws Exception {
    List<Block> all = new ArrayList<>(context.windows());
    while (!all.isEmpty()) {
      long hundred = all.get(0).start / 100;
      List<Block> together = all.stream().filter(one -> one.start / 100 == hundred).toList();
      all.removeAll(together);
      if (together.size() > 1) {
        context.merge(
            together,
            new Block(
                together.stream().mapToLong(one -> one.start).min().orElseThrow(),
                together.stream().mapToLong(one -> one.end).max().orElseThrow()));
      }
    }
  }

  @Override
  @SuppressWarnings("deprecation") // and abstract all the same
  public boolean isCompatible(WindowFn<?, ?> other) {
    return other instanceof Blocks;
  }

  @Override
  public Coder<Block> windowCoder() {
    return new BlockCoder();
  }

  @Override
  public WindowMappingFn<Block> getDefaultWindowMappingFn() {
    throw new UnsupportedOperationException("Blocks are no windows of side inputs");
  }
}
