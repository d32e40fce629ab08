package org.penstock.runtime.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/** Writes a split: its index, and its parts as bytes behind their length, which is -1 for null. */
record StreamingSplitSerializer(String step) implements SimpleVersionedSerializer<StreamingSplit> {
  static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(StreamingSplit split) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(split.source().length + 64);
    write(split, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Override
  public StreamingSplit deserialize(int version, byte[] bytes) throws IOException {
    checkVersion(version);
    return read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  void checkVersion(int version) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          ("Step %s: the state of its source has format %d, expected %d. Restore it with the"
                  + " release of the runner that wrote it.")
              .formatted(step, version, VERSION));
    }
  }

  void write(StreamingSplit split, DataOutputStream out) throws IOException {
    out.writeInt(split.index());
    writeBytes(split.source(), out);
    writeBytes(split.progress(), out);
    MetricsContainerStepMap metrics = split.metrics();
    writeBytes(metrics == null ? null : SerializableUtils.serializeToByteArray(metrics), out);
  }

  StreamingSplit read(DataInputStream in) throws IOException {
    int index = in.readInt();
    byte[] source = readBytes(in);
    if (source == null) {
      throw new IOException("Step " + step + ": split " + index + " in its state has no source");
    }
    byte[] progress = readBytes(in);
    byte[] metrics = readBytes(in);
    return new StreamingSplit(
        index,
        source,
        progress,
        metrics == null
            ? null
            : (MetricsContainerStepMap)
                SerializableUtils.deserializeFromByteArray(metrics, "metrics of a split"));
  }

  private static void writeBytes(byte @Nullable [] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : in.readNBytes(length);
  }
}
