package org.penstock.runtime.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.penstock.runtime.EncodedKey;
import org.penstock.runtime.Scratch;

/** Turns the keys of a map, which are the same when their encodings are, into Flink's and back. */
final class KeyCodec<K> {
  private final Coder<K> coder;
  private final Scratch scratch = new Scratch();

  KeyCodec(Coder<K> coder) {
    this.coder = coder;
  }

  /**
   * @throws IllegalArgumentException if the coder does not take the key
   */
  EncodedKey encode(K key) {
    try {
      coder.encode(key, scratch.start());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Expected a key that " + coder + " encodes, found " + key, e);
    }
    return EncodedKey.of(scratch);
  }

  /**
   * @throws IllegalStateException if the coder does not understand its own bytes
   */
  K decode(EncodedKey key) {
    try {
      return coder.decode(key.open());
    } catch (IOException e) {
      throw new IllegalStateException("A key of state cannot be decoded by " + coder, e);
    }
  }

  List<K> decodeAll(Iterable<EncodedKey> keys) {
    List<K> decoded = new ArrayList<>();
    for (EncodedKey key : keys) {
      decoded.add(decode(key));
    }
    return decoded;
  }
}
