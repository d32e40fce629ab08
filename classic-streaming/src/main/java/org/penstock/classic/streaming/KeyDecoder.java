package org.penstock.classic.streaming;

import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.EncodedKey;

/** Decodes keys; the same one twice in a row only once. */
final class KeyDecoder<K> {
  private final Coder<K> coder;
  private @Nullable EncodedKey last;
  private @Nullable K decoded;

  KeyDecoder(Coder<K> coder) {
    this.coder = coder;
  }

  @SuppressWarnings("NullAway") // a key may be null where its coder allows it
  K decode(EncodedKey key) throws IOException {
    if (!key.equals(last)) {
      decoded = coder.decode(key.open());
      last = key;
    }
    return decoded;
  }
}
