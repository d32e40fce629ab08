package org.penstock.runtime.streaming;

import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;
import org.penstock.runtime.EncodedKey;

/** Decodes keys; the same one twice in a row only once. */
public final class KeyDecoder<K> {
  private final Coder<K> coder;
  private @Nullable EncodedKey last;
  private @Nullable K decoded;

  /** Decodes keys by that coder. */
  public KeyDecoder(Coder<K> coder) {
    this.coder = coder;
  }

  /**
   * The key, null where its coder allows that.
   *
   * @throws IOException if the coder cannot read it
   */
  @SuppressWarnings("NullAway") // a key may be null where its coder allows it
  public K decode(EncodedKey key) throws IOException {
    if (!key.equals(last)) {
      decoded = coder.decode(key.open());
      last = key;
    }
    return decoded;
  }
}
