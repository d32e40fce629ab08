package org.penstock.runtime.state;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.CausedByDrain;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.joda.time.Instant;
import org.penstock.runtime.CodedSerializer;
import org.penstock.runtime.CodersSnapshot;

/**
 * Writes timers: a byte for domain and flags, the namespace, family, id, and both times. Equal
 * timers have equal bytes, which Flink relies on to find a timer that is to be deleted.
 */
public final class TimerDataSerializer extends CodedSerializer<TimerData> {
  private static final long serialVersionUID = 1L;

  private static final int DRAIN = 4;
  private static final int DELETED = 8;
  private static final int DOMAIN = 3;

  private static final StringUtf8Coder STRINGS = StringUtf8Coder.of();
  private static final BigEndianLongCoder LONGS = BigEndianLongCoder.of();

  private final StateNamespaceCodec namespaces;

  /** A serializer of the timers whose windows the coder writes. */
  public TimerDataSerializer(Coder<? extends BoundedWindow> windowCoder) {
    this(StateNamespaceCodec.of(windowCoder));
  }

  private TimerDataSerializer(StateNamespaceCodec namespaces) {
    this.namespaces = namespaces;
  }

  @Override
  protected List<Coder<?>> coders() {
    return namespaces.coders();
  }

  @Override
  protected void encode(TimerData timer, OutputStream target) throws IOException {
    int flags = number(timer.getDomain());
    if (timer.causedByDrain() == CausedByDrain.CAUSED_BY_DRAIN) {
      flags |= DRAIN;
    }
    if (timer.getDeleted()) {
      flags |= DELETED;
    }
    target.write(flags);
    namespaces.encode(timer.getNamespace(), target);
    STRINGS.encode(timer.getTimerFamilyId(), target);
    STRINGS.encode(timer.getTimerId(), target);
    LONGS.encode(timer.getTimestamp().getMillis(), target);
    LONGS.encode(timer.getOutputTimestamp().getMillis(), target);
  }

  @Override
  protected TimerData decode(InputStream source) throws IOException {
    int flags = source.read();
    if (flags < 0) {
      throw new EOFException("Expected a timer, found the end of the data");
    }
    StateNamespace namespace = namespaces.decode(source);
    String family = STRINGS.decode(source);
    String id = STRINGS.decode(source);
    TimerData timer =
        TimerData.of(
            id,
            family,
            namespace,
            Instant.ofEpochMilli(LONGS.decode(source)),
            Instant.ofEpochMilli(LONGS.decode(source)),
            domain(flags & DOMAIN),
            (flags & DRAIN) == 0 ? CausedByDrain.NORMAL : CausedByDrain.CAUSED_BY_DRAIN);
    return (flags & DELETED) == 0 ? timer : timer.deleted();
  }

  /** The numbers are part of the format, so they are not the ordinals of Beam's. */
  static int number(TimeDomain domain) {
    return switch (domain) {
      case EVENT_TIME -> 0;
      case PROCESSING_TIME -> 1;
      case SYNCHRONIZED_PROCESSING_TIME -> 2;
    };
  }

  private static TimeDomain domain(int number) throws IOException {
    return switch (number) {
      case 0 -> TimeDomain.EVENT_TIME;
      case 1 -> TimeDomain.PROCESSING_TIME;
      case 2 -> TimeDomain.SYNCHRONIZED_PROCESSING_TIME;
      default -> throw new IOException("Expected a time domain from 0 to 2, found " + number);
    };
  }

  @Override
  public TypeSerializer<TimerData> duplicate() {
    return new TimerDataSerializer(namespaces);
  }

  @Override
  public TypeSerializerSnapshot<TimerData> snapshotConfiguration() {
    return new Snapshot(coders());
  }

  /** Public with a public constructor for Flink's sake only. */
  public static final class Snapshot extends CodersSnapshot<TimerData> {
    /** Used by Flink. */
    public Snapshot() {}

    private Snapshot(List<Coder<?>> coders) {
      super(coders);
    }

    @Override
    @SuppressWarnings("unchecked") // the coder that this snapshot was made of
    protected TypeSerializer<TimerData> serializer(List<Coder<?>> coders) {
      return new TimerDataSerializer((Coder<BoundedWindow>) coders.get(0));
    }
  }
}
