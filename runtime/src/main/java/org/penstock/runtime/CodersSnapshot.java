package org.penstock.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the coders that wrote a snapshot, and their structure, so that data which another coder
 * wrote is refused instead of misread. The structure is what counts; the coders' Java objects are
 * needed only where old data is read before the new coders are known, and may be lost.
 */
public abstract class CodersSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int VERSION = 1;

  private String structure = "";
  private byte[] serialized = new byte[0];
  private @Nullable List<Coder<?>> coders;
  private @Nullable Throwable unreadable;

  /** For Flink, which calls {@link #readSnapshot} next. */
  protected CodersSnapshot() {}

  /** A snapshot of a serializer with those coders. */
  protected CodersSnapshot(List<? extends Coder<?>> coders) {
    this.structure = CoderStructure.of(coders);
    this.serialized = serialize(coders);
    this.coders = List.copyOf(coders);
  }

  private static byte[] serialize(List<? extends Coder<?>> coders) {
    try {
      return InstantiationUtil.serializeObject(new ArrayList<>(coders));
    } catch (IOException e) {
      throw new UncheckedIOException("The coders " + coders + " cannot be serialized", e);
    }
  }

  /** The serializer with those coders, as many as this snapshot was made of. */
  protected abstract TypeSerializer<T> serializer(List<Coder<?>> coders);

  @Override
  public final int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public final void writeSnapshot(DataOutputView out) throws IOException {
    byte[] text = structure.getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);
    out.writeInt(serialized.length);
    out.write(serialized);
  }

  @Override
  public final void readSnapshot(int version, DataInputView in, ClassLoader classLoader)
      throws IOException {
    structure = new String(readBytes(in), StandardCharsets.UTF_8);
    serialized = readBytes(in);
    try {
      coders =
          InstantiationUtil.<List<Coder<?>>>deserializeObject(
              new ByteArrayInputStream(serialized), classLoader);
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      // The structure may still tell that the new coders fit, or why they don't.
      unreadable = e;
    }
  }

  private static byte[] readBytes(DataInputView in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  /**
   * @throws IllegalStateException if the coders' classes are gone or have changed
   */
  @Override
  public final TypeSerializer<T> restoreSerializer() {
    if (coders == null) {
      throw new IllegalStateException(
          "The state was written by the coder "
              + structure
              + ", which cannot be loaded any more. Expected its classes as they were when the"
              + " snapshot was taken, found: "
              + unreadable
              + ". Put them back on the class path, or start without the snapshot.",
          unreadable);
    }
    return serializer(coders);
  }

  /**
   * @throws IllegalStateException if the coders' structures differ, with both of them
   */
  @Override
  public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (old instanceof CodersSnapshot<T> that
        && that.getClass() == getClass()
        && that.structure.equals(structure)) {
      return TypeSerializerSchemaCompatibility.compatibleAsIs();
    }
    // Not Flink's "incompatible", whose message names neither coder.
    throw new IllegalStateException(
        "The state cannot be restored, for its coder has changed. The snapshot was written by "
            + (old instanceof CodersSnapshot<T> that ? that.structure : old.getClass().getName())
            + ", the pipeline now has "
            + structure
            + ". Set the coder as it was, or give the state or transform another name and restore"
            + " without its old state (--allowNonRestoredState).");
  }
}
