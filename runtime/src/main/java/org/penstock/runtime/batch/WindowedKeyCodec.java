package org.penstock.runtime.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.penstock.runtime.ArrayInput;

/**
 * A key and a window as the bytes to sort by, for groupings in which windows never merge: each
 * window of a key is a group of its own, and hot keys spread over the tasks by window.
 */
public final class WindowedKeyCodec<K> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Coder<K> keyCoder;
  private final Coder<BoundedWindow> windowCoder;

  @SuppressWarnings("unchecked") // the window function makes windows of just the coder's type
  WindowedKeyCodec(Coder<K> keyCoder, Coder<? extends BoundedWindow> windowCoder) {
    this.keyCoder = keyCoder;
    this.windowCoder = (Coder<BoundedWindow>) windowCoder;
  }

  /** The coder of the keys. */
  public Coder<K> keyCoder() {
    return keyCoder;
  }

  /**
   * Writes both. The key goes first in its nested form, so that the window's bytes are told from
   * the key's.
   *
   * @throws IOException if either cannot be encoded
   */
  public void encode(K key, BoundedWindow window, OutputStream out) throws IOException {
    keyCoder.encode(key, out);
    windowCoder.encode(window, out);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IOException if the bytes are not those of a key and a window
   */
  public WindowedKey<K> decode(byte[] bytes) throws IOException {
    ArrayInput in = new ArrayInput(bytes);
    K key = keyCoder.decode(in);
    return new WindowedKey<>(key, windowCoder.decode(in));
  }

  /** A key in a window. */
  public record WindowedKey<K>(K key, BoundedWindow window) {}
}
