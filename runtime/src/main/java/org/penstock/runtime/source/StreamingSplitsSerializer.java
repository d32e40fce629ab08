package org.penstock.runtime.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes the enumerator's state. */
record StreamingSplitsSerializer(StreamingSplitSerializer splits)
    implements SimpleVersionedSerializer<StreamingSplits> {

  @Override
  public int getVersion() {
    return splits.getVersion();
  }

  @Override
  public byte[] serialize(StreamingSplits state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBoolean(state.split());
    out.writeInt(state.pending().size());
    for (StreamingSplit split : state.pending()) {
      splits.write(split, out);
    }
    return bytes.toByteArray();
  }

  @Override
  public StreamingSplits deserialize(int version, byte[] bytes) throws IOException {
    splits.checkVersion(version);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    boolean split = in.readBoolean();
    int count = in.readInt();
    List<StreamingSplit> pending = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pending.add(splits.read(in));
    }
    return new StreamingSplits(split, pending);
  }
}
