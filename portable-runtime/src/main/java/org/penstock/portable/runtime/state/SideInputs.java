package org.penstock.portable.runtime.state;

import java.io.IOException;
import java.util.Iterator;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.StateKey;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.penstock.portable.runtime.SideInputReader;
import org.penstock.portable.runtime.SideInputRef;

/** Reads side inputs for a worker. */
final class SideInputs {
  private final StateAnswers.Parts parts;

  SideInputs(StateAnswers.Parts parts) {
    this.parts = parts;
  }

  /** Reads from the start what the state key names. */
  Iterator<ByteString> open(StateKey key) throws IOException {
    return switch (key.getTypeCase()) {
      case ITERABLE_SIDE_INPUT -> {
        var one = key.getIterableSideInput();
        SideInputRef ref = parts.sideInput(one.getTransformId(), one.getSideInputId());
        yield reader().elements(ref, window(ref, one.getWindow())).iterator();
      }
      case MULTIMAP_SIDE_INPUT -> {
        var one = key.getMultimapSideInput();
        SideInputRef ref = parts.sideInput(one.getTransformId(), one.getSideInputId());
        yield reader().values(ref, window(ref, one.getWindow()), one.getKey()).iterator();
      }
      case MULTIMAP_KEYS_SIDE_INPUT -> {
        var one = key.getMultimapKeysSideInput();
        SideInputRef ref = parts.sideInput(one.getTransformId(), one.getSideInputId());
        yield reader().keys(ref, window(ref, one.getWindow())).iterator();
      }
      case MULTIMAP_KEYS_VALUES_SIDE_INPUT -> {
        var one = key.getMultimapKeysValuesSideInput();
        SideInputRef ref = parts.sideInput(one.getTransformId(), one.getSideInputId());
        yield new Entries(ref, window(ref, one.getWindow()));
      }
      default -> throw new IOException("The runner has nothing of the kind " + key.getTypeCase());
    };
  }

  private SideInputReader reader() {
    return parts.sideInputs();
  }

  private BoundedWindow window(SideInputRef ref, ByteString window) throws IOException {
    return parts.sideWindows(ref).reader().read(window);
  }

  /** Keys, each with the number of its values and these. */
  private final class Entries implements Iterator<ByteString> {
    private final SideInputRef ref;
    private final BoundedWindow window;
    private final Iterator<ByteString> keys;

    Entries(SideInputRef ref, BoundedWindow window) throws IOException {
      this.ref = ref;
      this.window = window;
      this.keys = reader().keys(ref, window).iterator();
    }

    @Override
    public boolean hasNext() {
      return keys.hasNext();
    }

    @Override
    public ByteString next() {
      ByteString key = keys.next();
      try {
        ByteStringOutputStream values = new ByteStringOutputStream();
        int count = 0;
        for (ByteString value : reader().values(ref, window, key)) {
          value.writeTo(values);
          count++;
          if (values.size() > Pages.PAGE_BYTES) {
            // The protocol lets the runner refuse; the worker asks key by key then.
            throw new IllegalStateException(
                "A key of the side input " + ref.tag() + " has too many values for one answer");
          }
        }
        ByteStringOutputStream entry = new ByteStringOutputStream();
        key.writeTo(entry);
        for (int shift = 24; shift >= 0; shift -= 8) {
          entry.write(count >>> shift);
        }
        values.toByteString().writeTo(entry);
        return entry.toByteString();
      } catch (IOException e) {
        throw new IllegalStateException("The side input " + ref.tag() + " cannot be read", e);
      }
    }
  }
}
