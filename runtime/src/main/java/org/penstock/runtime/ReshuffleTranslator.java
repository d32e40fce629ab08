package org.penstock.runtime;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.TransformNode;
import org.penstock.spi.TransformTranslator;
import org.penstock.spi.TranslationContext;

/**
 * {@code Reshuffle} and {@code Redistribute}: elements as they are, timestamps, windows and panes
 * included, to other tasks. By key where the transform has one: Beam promises that what one bundle
 * outputs for a key arrives in order.
 */
public final class ReshuffleTranslator implements TransformTranslator {
  private final String urn;
  private final ComponentsReader reader;

  /**
   * A translator for the transforms of one of Beam's three URNs.
   *
   * @param reader how the path reads the coder of the input, of which the key's part is used
   */
  public ReshuffleTranslator(String urn, ComponentsReader reader) {
    this.urn = urn;
    this.reader = reader;
  }

  @Override
  public String urn() {
    return urn;
  }

  @Override
  public void translate(TransformNode node, TranslationContext context) {
    String input = Nodes.onlyInput(node);
    DataStream<WindowedValue<Object>> stream = context.stream(input);
    Coder<?> coder = reader.read(context.components()).coderOf(input);
    boolean byKey =
        !urn.equals(PTransformTranslation.REDISTRIBUTE_ARBITRARILY_URN)
            && coder instanceof KvCoder<?, ?>;
    if (byKey) {
      KvCoder<Object, Object> pairs = Nodes.pairs(node, coder);
      context.produce(
          Nodes.onlyOutput(node),
          stream.partitionCustom(new ByHash(), new KeyHash(pairs.getKeyCoder())));
      context.explain(node, "partition by key");
    } else {
      context.produce(Nodes.onlyOutput(node), stream.rebalance());
      context.explain(node, "rebalance");
    }
  }

  private static final class ByHash implements Partitioner<Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public int partition(Integer hash, int partitions) {
      return Math.floorMod(hash, partitions);
    }
  }

  private static final class KeyHash implements KeySelector<WindowedValue<Object>, Integer> {
    private static final long serialVersionUID = 1L;

    private final Coder<Object> keyCoder;
    private transient @Nullable Scratch scratch;

    KeyHash(Coder<Object> keyCoder) {
      this.keyCoder = keyCoder;
    }

    @Override
    public Integer getKey(WindowedValue<Object> element) throws Exception {
      Scratch bytes = scratch;
      if (bytes == null) {
        bytes = new Scratch();
        scratch = bytes;
      }
      keyCoder.encode(((KV<?, ?>) element.getValue()).getKey(), bytes.start());
      return ShuffleRecord.hash(bytes.toBytes());
    }
  }
}
