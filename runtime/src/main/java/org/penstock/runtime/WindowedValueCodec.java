package org.penstock.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.PaneInfoCoder;
import org.apache.beam.sdk.util.VarInt;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes windowed values so that the common case, a value in the global window without timestamp
 * and pane, costs one byte more than the value.
 *
 * <p>The format is a header byte, then what the header says is there: the timestamp, the windows,
 * the pane, the record's metadata; then the value in the nested context of its coder. It travels
 * between the tasks of one job and is no wire format of Beam's.
 */
public final class WindowedValueCodec<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int GLOBAL_WINDOW = 1;
  private static final int SINGLE_WINDOW = 2;
  private static final int HAS_TIMESTAMP = 4;
  private static final int HAS_PANE = 8;
  private static final int HAS_METADATA = 16;
  private static final int DRAIN = 32;

  private static final long MIN_MILLIS = TimestampedElement.MIN_MILLIS;

  private static final Coder<String> RECORD_ID = NullableCoder.of(StringUtf8Coder.of());
  private static final Coder<Long> RECORD_OFFSET = NullableCoder.of(VarLongCoder.of());

  private final Coder<T> valueCoder;
  private final Coder<BoundedWindow> windowCoder;

  /**
   * @param valueCoder the coder of the value
   * @param windowCoder the coder of the PCollection's windows
   */
  @SuppressWarnings("unchecked") // the window function makes windows of just the coder's type
  public WindowedValueCodec(Coder<T> valueCoder, Coder<? extends BoundedWindow> windowCoder) {
    this.valueCoder = valueCoder;
    this.windowCoder = (Coder<BoundedWindow>) windowCoder;
  }

  /** The coder of the values. */
  public Coder<T> valueCoder() {
    return valueCoder;
  }

  /** The coder of the windows. */
  public Coder<BoundedWindow> windowCoder() {
    return windowCoder;
  }

  /** Both coders, that of the value first. */
  List<Coder<?>> coders() {
    return List.of(valueCoder, windowCoder);
  }

  /** The codec of what {@link #coders} returned. */
  @SuppressWarnings("unchecked") // two coders, of which the caller knows the types
  static <T> WindowedValueCodec<T> of(List<Coder<?>> coders) {
    return new WindowedValueCodec<>((Coder<T>) coders.get(0), (Coder<BoundedWindow>) coders.get(1));
  }

  /** Writes the value with all that goes with it. */
  public void encode(WindowedValue<T> value, OutputStream out) throws IOException {
    encodeWithoutValue(value, out);
    valueCoder.encode(value.getValue(), out);
  }

  /** The same as {@link #encode(WindowedValue, OutputStream)}, and quick for what is common. */
  void encode(KeyedElement<T> element, OutputStream out) throws IOException {
    if (element.isPlain()) {
      if (element.millis() == MIN_MILLIS) {
        out.write(GLOBAL_WINDOW);
      } else {
        out.write(GLOBAL_WINDOW | HAS_TIMESTAMP);
        writeLong(element.millis(), out);
      }
    } else {
      encodeWithoutValue(element, out);
    }
    valueCoder.encode(element.getValue(), out);
  }

  /** Writes all but the value itself. */
  public void encodeWithoutValue(WindowedValue<?> value, OutputStream out) throws IOException {
    Collection<? extends BoundedWindow> windows = value.getWindows();
    int header = header(value, windows);
    out.write(header);
    if ((header & HAS_TIMESTAMP) != 0) {
      writeLong(value.getTimestamp().getMillis(), out);
    }
    if ((header & GLOBAL_WINDOW) == 0) {
      if ((header & SINGLE_WINDOW) == 0) {
        VarInt.encode(windows.size(), out);
      }
      for (BoundedWindow window : windows) {
        windowCoder.encode(window, out);
      }
    }
    if ((header & HAS_PANE) != 0) {
      PaneInfoCoder.of().encode(value.getPaneInfo(), out);
    }
    if ((header & HAS_METADATA) != 0) {
      RECORD_ID.encode(value.getRecordId(), out);
      RECORD_OFFSET.encode(value.getRecordOffset(), out);
    }
  }

  /** Whether it is in the global window, and nothing else is known of it but the timestamp. */
  static boolean isPlain(WindowedValue<?> value) {
    return (header(value, value.getWindows()) & ~HAS_TIMESTAMP) == GLOBAL_WINDOW;
  }

  private static int header(WindowedValue<?> value, Collection<? extends BoundedWindow> windows) {
    int header = 0;
    if (windows.size() == 1) {
      header |= windows.iterator().next() instanceof GlobalWindow ? GLOBAL_WINDOW : SINGLE_WINDOW;
    }
    if (value.getTimestamp().getMillis() != MIN_MILLIS) {
      header |= HAS_TIMESTAMP;
    }
    if (!value.getPaneInfo().equals(PaneInfo.NO_FIRING)) {
      header |= HAS_PANE;
    }
    if (value.getRecordId() != null || value.getRecordOffset() != null) {
      header |= HAS_METADATA;
    }
    if (value.causedByDrain() == CausedByDrain.CAUSED_BY_DRAIN) {
      header |= DRAIN;
    }
    return header;
  }

  /** Reads what {@link #encode} wrote. */
  public WindowedValue<T> decode(InputStream in) throws IOException {
    Metadata metadata = decodeWithoutValue(in);
    return metadata.with(valueCoder.decode(in));
  }

  /** The same with a key, and quick for what is common. */
  KeyedElement<T> decode(EncodedKey key, InputStream in) throws IOException {
    int header = readHeader(in);
    return switch (header) {
      case GLOBAL_WINDOW -> KeyedElement.plain(key, valueCoder.decode(in), MIN_MILLIS);
      case GLOBAL_WINDOW | HAS_TIMESTAMP -> {
        long millis = readLong(in);
        yield KeyedElement.plain(key, valueCoder.decode(in), millis);
      }
      default -> {
        Metadata metadata = decodeWithoutValue(header, in);
        yield KeyedElement.of(key, metadata.with(valueCoder.decode(in)));
      }
    };
  }

  /** Reads what {@link #encodeWithoutValue} wrote. */
  public Metadata decodeWithoutValue(InputStream in) throws IOException {
    return decodeWithoutValue(readHeader(in), in);
  }

  private static int readHeader(InputStream in) throws IOException {
    int header = in.read();
    if (header < 0) {
      throw new IOException("Expected the header of a windowed value, found the end of the data");
    }
    return header;
  }

  private Metadata decodeWithoutValue(int header, InputStream in) throws IOException {
    Instant timestamp =
        (header & HAS_TIMESTAMP) == 0
            ? BoundedWindow.TIMESTAMP_MIN_VALUE
            : Instant.ofEpochMilli(readLong(in));
    List<BoundedWindow> windows = decodeWindows(header, in);
    PaneInfo pane = (header & HAS_PANE) == 0 ? PaneInfo.NO_FIRING : PaneInfoCoder.of().decode(in);
    boolean described = (header & HAS_METADATA) != 0;
    String recordId = described ? RECORD_ID.decode(in) : null;
    Long recordOffset = described ? RECORD_OFFSET.decode(in) : null;
    CausedByDrain drain =
        (header & DRAIN) != 0 ? CausedByDrain.CAUSED_BY_DRAIN : CausedByDrain.NORMAL;
    return new Metadata(timestamp, windows, pane, recordId, recordOffset, drain);
  }

  private List<BoundedWindow> decodeWindows(int header, InputStream in) throws IOException {
    if ((header & GLOBAL_WINDOW) != 0) {
      return TimestampedElement.GLOBAL;
    }
    if ((header & SINGLE_WINDOW) != 0) {
      return List.of(windowCoder.decode(in));
    }
    int count = VarInt.decodeInt(in);
    List<BoundedWindow> windows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      windows.add(windowCoder.decode(in));
    }
    return windows;
  }

  /**
   * What goes with a value.
   *
   * @param recordId the id that the source gave the record, or null
   * @param recordOffset the offset that the source gave the record, or null
   */
  public record Metadata(
      Instant timestamp,
      List<BoundedWindow> windows,
      PaneInfo pane,
      @Nullable String recordId,
      @Nullable Long recordOffset,
      CausedByDrain causedByDrain) {

    /** A windowed value of {@code value} and this. */
    public <V> WindowedValue<V> with(V value) {
      if (windows.size() == 1
          && windows.get(0) instanceof GlobalWindow
          && recordId == null
          && recordOffset == null
          && causedByDrain == CausedByDrain.NORMAL) {
        return timestamp.getMillis() == MIN_MILLIS
            ? WindowedValues.valueInGlobalWindow(value, pane)
            : WindowedValues.timestampedValueInGlobalWindow(value, timestamp, pane);
      }
      return WindowedValues.of(
          value, timestamp, windows, pane, recordId, recordOffset, causedByDrain);
    }
  }

  private static void writeLong(long value, OutputStream out) throws IOException {
    if (out instanceof DataOutputViewStream view) {
      view.writeLong(value);
      return;
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }

  private static long readLong(InputStream in) throws IOException {
    if (in instanceof DataInputViewStream view) {
      return view.readLong();
    }
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("Expected the timestamp of a windowed value, found the end of data");
      }
      value = value << 8 | b;
    }
    return value;
  }
}
