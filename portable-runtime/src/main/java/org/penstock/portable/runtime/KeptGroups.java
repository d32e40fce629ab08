package org.penstock.portable.runtime;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * The groups of a bundle that are too large for a message. The first values of such a group go to
 * the worker with the element; the others stay where they are, and the worker reads them as state
 * whenever its user code iterates over them.
 *
 * <p>For the task's thread, and one stage.
 */
final class KeptGroups {
  /** A group goes to the worker as a whole if it has no more than about that many bytes. */
  static final int INLINE_BYTES = 1 << 20;

  private static final int CHUNK_BYTES = 64 << 10;

  private final Map<ByteString, Iterable<ByteString>> rests = new HashMap<>();
  private final int inlineBytes;
  private long tokens;

  KeptGroups(int inlineBytes) {
    this.inlineBytes = inlineBytes;
  }

  /** Whether the worker was given no group of which something has stayed here. */
  boolean isEmpty() {
    return rests.isEmpty();
  }

  /**
   * Reads what has stayed here of a group, from its start.
   *
   * @param token what the worker was given in the place of it
   * @throws IOException if the bundle has no such group
   */
  Iterator<ByteString> open(ByteString token) throws IOException {
    Iterable<ByteString> rest = rests.get(token);
    if (rest == null) {
      throw new IOException(
          "The worker asks for the values of a group that it was not given in this bundle");
    }
    return rest.iterator();
  }

  /** Forgets all groups. */
  void clear() {
    rests.clear();
  }

  /** Writes groups as {@code beam:coder:state_backed_iterable:v1} has it; cannot read. */
  <V> Coder<Iterable<V>> coder(Coder<V> values) {
    return new GroupCoder<>(this, values);
  }

  private <V> void encode(Iterable<V> group, Coder<V> coder, OutputStream out) throws IOException {
    Iterator<V> values = group.iterator();
    DataOutputStream data = new DataOutputStream(out);
    ByteStringOutputStream chunk = new ByteStringOutputStream();
    long count = fill(chunk, values, coder);
    if (!values.hasNext() && count <= Integer.MAX_VALUE) {
      data.writeInt((int) count);
      chunk.toByteString().writeTo(data);
      return;
    }
    data.writeInt(-1);
    long position = count;
    long written = chunk.size();
    write(count, chunk, data);
    while (values.hasNext() && written < inlineBytes) {
      count = fill(chunk, values, coder);
      position += count;
      written += chunk.size();
      write(count, chunk, data);
    }
    if (values.hasNext()) {
      ByteString token = keep(group, position, coder);
      VarInt.encode(-1L, data);
      VarInt.encode(token.size(), data);
      token.writeTo(data);
    } else {
      VarInt.encode(0L, data);
    }
  }

  private static <V> long fill(ByteStringOutputStream chunk, Iterator<V> values, Coder<V> coder)
      throws IOException {
    long count = 0;
    while (chunk.size() < CHUNK_BYTES && values.hasNext()) {
      coder.encode(values.next(), chunk);
      count++;
    }
    return count;
  }

  private static void write(long count, ByteStringOutputStream chunk, OutputStream out)
      throws IOException {
    VarInt.encode(count, out);
    chunk.toByteStringAndReset().writeTo(out);
  }

  private <V> ByteString keep(Iterable<V> group, long position, Coder<V> coder) {
    ByteString token = ByteString.copyFromUtf8("group-" + tokens++);
    SideInputCodec<V> codec = new SideInputCodec<>(coder);
    rests.put(
        token,
        () -> {
          Iterator<ByteString> all = codec.elements(group).iterator();
          for (long i = 0; i < position && all.hasNext(); i++) {
            all.next();
          }
          return all;
        });
    return token;
  }

  private static final class GroupCoder<V> extends CustomCoder<Iterable<V>> {
    private static final long serialVersionUID = 1L;

    private final transient KeptGroups groups;
    private final Coder<V> values;

    GroupCoder(KeptGroups groups, Coder<V> values) {
      this.groups = groups;
      this.values = values;
    }

    @Override
    public void encode(Iterable<V> group, OutputStream out) throws IOException {
      groups.encode(group, values, out);
    }

    @Override
    public Iterable<V> decode(InputStream in) {
      throw new UnsupportedOperationException("A group is written for a worker only");
    }
  }
}
