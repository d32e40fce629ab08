package org.penstock.runtime;

import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Java serialization, which is how Beam's bounded sources travel. */
final class JavaVersionedSerializer<T extends Serializable>
    implements SimpleVersionedSerializer<T> {
  private final String what;

  JavaVersionedSerializer(String what) {
    this.what = what;
  }

  @Override
  public int getVersion() {
    return 1;
  }

  @Override
  public byte[] serialize(T value) {
    return SerializableUtils.serializeToByteArray(value);
  }

  @Override
  @SuppressWarnings("unchecked") // written by the method above
  public T deserialize(int version, byte[] bytes) throws IOException {
    return (T) SerializableUtils.deserializeFromByteArray(bytes, what);
  }
}
