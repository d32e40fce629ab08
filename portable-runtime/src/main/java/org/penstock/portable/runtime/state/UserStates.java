package org.penstock.portable.runtime.state;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.OrderedListRange;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.runners.core.StateTags;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MultimapState;
import org.apache.beam.sdk.state.OrderedListState;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the user state of a stage in Beam's state cells, as the bytes that the worker sends. */
final class UserStates {
  private static final Coder<byte[]> BYTES = ByteArrayCoder.of();

  private final StateAnswers.Parts parts;

  UserStates(StateAnswers.Parts parts) {
    this.parts = parts;
  }

  /** A key, a window and the id of a state: what all kinds of state have in common. */
  private record Cell(String transformId, String stateId, ByteString window, ByteString key) {}

  /** The operations on whatever the state key names. */
  Access access(StateKey key) throws IOException {
    return switch (key.getTypeCase()) {
      case BAG_USER_STATE -> bag(key.getBagUserState());
      case MULTIMAP_USER_STATE -> values(key.getMultimapUserState());
      case MULTIMAP_KEYS_USER_STATE -> keys(key.getMultimapKeysUserState());
      case MULTIMAP_ENTRIES_USER_STATE -> entries(key.getMultimapEntriesUserState());
      case ORDERED_LIST_USER_STATE -> orderedList(key.getOrderedListUserState());
      default ->
          throw new IOException("The runner has no user state of the kind " + key.getTypeCase());
    };
  }

  /** Reads, adds to, and clears state. */
  interface Access {
    Iterator<ByteString> read() throws IOException;

    void append(ByteString data) throws IOException;

    void clear();
  }

  private Access bag(StateKey.BagUserState key) throws IOException {
    Cell cell = new Cell(key.getTransformId(), key.getUserStateId(), key.getWindow(), key.getKey());
    BagState<byte[]> bag = state(cell, id -> StateTags.bag(id, BYTES));
    return new Access() {
      @Override
      public Iterator<ByteString> read() {
        return parts(bag.read());
      }

      @Override
      public void append(ByteString data) {
        bag.add(data.toByteArray());
      }

      @Override
      public void clear() {
        bag.clear();
      }
    };
  }

  private MultimapState<byte[], byte[]> multimap(Cell cell) throws IOException {
    return state(cell, id -> StateTags.multimap(id, BYTES, BYTES));
  }

  private Access values(StateKey.MultimapUserState key) throws IOException {
    MultimapState<byte[], byte[]> map =
        multimap(
            new Cell(key.getTransformId(), key.getUserStateId(), key.getWindow(), key.getKey()));
    byte[] mapKey = key.getMapKey().toByteArray();
    return new Access() {
      @Override
      public Iterator<ByteString> read() {
        return parts(map.get(mapKey).read());
      }

      @Override
      public void append(ByteString data) {
        map.put(mapKey, data.toByteArray());
      }

      @Override
      public void clear() {
        map.remove(mapKey);
      }
    };
  }

  private Access keys(StateKey.MultimapKeysUserState key) throws IOException {
    MultimapState<byte[], byte[]> map =
        multimap(
            new Cell(key.getTransformId(), key.getUserStateId(), key.getWindow(), key.getKey()));
    return new WholeMultimap(map) {
      @Override
      public Iterator<ByteString> read() {
        return parts(map.keys().read());
      }
    };
  }

  private Access entries(StateKey.MultimapEntriesUserState key) throws IOException {
    MultimapState<byte[], byte[]> map =
        multimap(
            new Cell(key.getTransformId(), key.getUserStateId(), key.getWindow(), key.getKey()));
    Coder<?> valueCoder = parts.multimapValueCoder(key.getTransformId(), key.getUserStateId());
    return new WholeMultimap(map) {
      @Override
      public Iterator<ByteString> read() throws IOException {
        List<ByteString> entries = new ArrayList<>();
        for (byte[] mapKey : map.keys().read()) {
          entries.add(entry(mapKey, map.get(mapKey).read(), valueCoder));
        }
        return entries.iterator();
      }
    };
  }

  /** The key, then the number of values, then the values. */
  private static ByteString entry(byte[] key, @Nullable Iterable<byte[]> values, Coder<?> coder)
      throws IOException {
    ByteStringOutputStream out = new ByteStringOutputStream();
    out.write(key);
    int count = 0;
    ByteStringOutputStream all = new ByteStringOutputStream();
    if (values != null) {
      for (byte[] blob : values) {
        InputStream in = ByteString.copyFrom(blob).newInput();
        while (in.available() > 0) {
          coder.decode(in);
          count++;
        }
        all.write(blob);
      }
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(count >>> shift);
    }
    all.toByteString().writeTo(out);
    return out.toByteString();
  }

  /** What reads of all keys and of all entries have in common. */
  private abstract static class WholeMultimap implements Access {
    private final MultimapState<byte[], byte[]> map;

    WholeMultimap(MultimapState<byte[], byte[]> map) {
      this.map = map;
    }

    @Override
    public void append(ByteString data) throws IOException {
      throw new IOException("A multimap state can be added to only under one of its keys");
    }

    @Override
    public void clear() {
      map.clear();
    }
  }

  private Access orderedList(StateKey.OrderedListUserState key) throws IOException {
    Cell cell = new Cell(key.getTransformId(), key.getUserStateId(), key.getWindow(), key.getKey());
    OrderedListState<byte[]> list = state(cell, id -> StateTags.orderedList(id, BYTES));
    boolean whole = !key.hasRange();
    Instant from = Instant.ofEpochMilli(key.getRange().getStart());
    Instant to = end(key.getRange());
    return new Access() {
      @Override
      public Iterator<ByteString> read() {
        Iterable<TimestampedValue<byte[]>> found = whole ? list.read() : list.readRange(from, to);
        Iterator<TimestampedValue<byte[]>> values = found.iterator();
        return new Mapped<>(values, UserStates::sorted);
      }

      @Override
      public void append(ByteString data) throws IOException {
        InputStream in = data.newInput();
        while (in.available() > 0) {
          Instant sortKey = Instant.ofEpochMilli(VarInt.decodeLong(in));
          list.add(TimestampedValue.of(BYTES.decode(in), sortKey));
        }
      }

      @Override
      public void clear() {
        if (whole) {
          list.clear();
        } else {
          list.clearRange(from, to);
        }
      }
    };
  }

  private static Instant end(OrderedListRange range) {
    return Instant.ofEpochMilli(range.getEnd());
  }

  private static ByteString sorted(TimestampedValue<byte[]> value) {
    try {
      ByteStringOutputStream out = new ByteStringOutputStream();
      VarInt.encode(value.getTimestamp().getMillis(), out);
      BYTES.encode(value.getValue(), out);
      return out.toByteString();
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory cannot be written", e);
    }
  }

  private <S extends State> S state(Cell cell, Function<String, StateTag<S>> tag)
      throws IOException {
    Windows windows = parts.windows(cell.transformId());
    StateNamespace namespace =
        StateNamespaces.window(windows.coder(), windows.reader().read(cell.window()));
    StateInternals states = parts.stateFor(cell.key());
    return states.state(namespace, tag.apply(parts.stateName(cell.transformId(), cell.stateId())));
  }

  private static Iterator<ByteString> parts(@Nullable Iterable<byte[]> blobs) {
    return blobs == null
        ? List.<ByteString>of().iterator()
        : new Mapped<>(blobs.iterator(), ByteString::copyFrom);
  }

  /** Each element of an iterator as something else. */
  private record Mapped<F, T>(Iterator<F> from, Function<F, T> function) implements Iterator<T> {
    @Override
    public boolean hasNext() {
      return from.hasNext();
    }

    @Override
    public T next() {
      return function.apply(from.next());
    }
  }
}
