package org.penstock.portable.batch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.penstock.portable.runtime.PortableStageSpec;
import org.penstock.portable.runtime.host.WindowExpiration;
import org.penstock.runtime.batch.KeyedContext;
import org.penstock.runtime.batch.KeyedElements;
import org.penstock.runtime.batch.KeyedProcessor;
import org.penstock.runtime.batch.ProcessorContext;

/** Runs a stage whose root has state or timers: some keys, then their timers in rounds. */
final class KeyedStageProcessor implements KeyedProcessor<Object, Object> {
  /** So many keys have a bundle, and each round of timers one, in common. */
  private static final int KEYS_TOGETHER = 1_000;

  private final ProcessorContext context;
  private final OpenKeys keys = new OpenKeys();
  private final StageBundles bundles;
  private final @Nullable WindowExpiration expiration;

  KeyedStageProcessor(PortableStageSpec spec, List<String> sideInputs, ProcessorContext context) {
    this.context = context;
    this.bundles = new StageBundles(spec, sideInputs, context, keys);
    this.expiration = WindowExpiration.of(spec).orElse(null);
  }

  @Override
  public void processKey(KeyedElements<Object, Object> elements) throws Exception {
    KeyedContext keyed = keys.open(ByteString.copyFrom(elements.encodedKey()));
    Object key = elements.key();
    Set<BoundedWindow> windows = new HashSet<>();
    while (elements.advance()) {
      WindowedValue<Object> value = elements.value();
      expire(value, windows, keyed);
      bundles.process(value.withValue(KV.of(key, value.getValue())));
    }
    if (keys.size() >= KEYS_TOGETHER) {
      finishKeys();
    }
  }

  private void expire(
      WindowedValue<Object> element, Set<BoundedWindow> windows, KeyedContext keyed) {
    if (expiration != null) {
      for (BoundedWindow window : element.getWindows()) {
        if (windows.add(window)) {
          OpenKeys.set(expiration.timer(window), keyed);
        }
      }
    }
  }

  private void finishKeys() throws Exception {
    bundles.finish();
    while (keys.fireNext(bundles::onTimer)) {
      bundles.finish();
    }
    keys.close();
  }

  @Override
  public void endInput() throws Exception {
    finishKeys();
    context.metrics().publish();
  }

  @Override
  public void close() {
    bundles.close();
  }
}
