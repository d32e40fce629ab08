package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short keys are kept otherwise than long ones, which nobody may notice. */
class EncodedKeyTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 9, 300})
  void aKeyIsItsBytes(int length) throws IOException {
    byte[] bytes = bytes(length);
    EncodedKey key = EncodedKey.of(bytes.clone());

    assertThat(key.bytes()).isEqualTo(bytes);
    assertThat(key.open().readAllBytes()).isEqualTo(bytes);
    assertThat(key.open().readNBytes(length / 2)).isEqualTo(Arrays.copyOf(bytes, length / 2));
    Scratch scratch = new Scratch();
    scratch.start().write(bytes);
    assertThat(EncodedKey.of(scratch)).isEqualTo(key).hasSameHashCodeAs(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 9, 300})
  void aKeyComesBackAsItWasWritten(int length) throws IOException {
    EncodedKey key = EncodedKey.of(bytes(length));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    key.write(written);

    assertThat(EncodedKey.read(new ByteArrayInputStream(written.toByteArray())))
        .isEqualTo(key)
        .hasSameHashCodeAs(key);
    byte[] cut = Arrays.copyOf(written.toByteArray(), written.size() - 1);
    assertThatThrownBy(() -> EncodedKey.read(new ByteArrayInputStream(cut)))
        .isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void flinksViewsHaveTheSameBytes(int length) throws IOException {
    EncodedKey key = EncodedKey.of(bytes(length));
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    key.write(plain);
    DataOutputSerializer view = new DataOutputSerializer(1);
    key.write(new DataOutputViewStream(view));

    assertThat(view.getCopyOfBuffer()).isEqualTo(plain.toByteArray());
    assertThat(read(plain.toByteArray())).isEqualTo(key);
    byte[] cut = Arrays.copyOf(plain.toByteArray(), plain.size() - 1);
    assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
  }

  private static EncodedKey read(byte[] bytes) throws IOException {
    return EncodedKey.read(new DataInputViewStream(new DataInputDeserializer(bytes)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 300})
  void eachByteCounts(int length) {
    EncodedKey key = EncodedKey.of(bytes(length));
    for (int i = 0; i < length; i++) {
      byte[] other = bytes(length);
      other[i]++;
      assertThat(EncodedKey.of(other)).isNotEqualTo(key);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9})
  void lengthCounts(int length) {
    assertThat(EncodedKey.of(new byte[length]))
        .isNotEqualTo(EncodedKey.of(new byte[length - 1]))
        .isNotEqualTo(EncodedKey.of(new byte[length + 1]));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void hardlyAnyShortKeysShareAHash(int length) {
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < 1 << Short.SIZE; i++) {
      byte[] bytes = new byte[length];
      bytes[0] = (byte) i;
      bytes[length - 1] = (byte) (i >> Byte.SIZE);
      hashes.add(EncodedKey.of(bytes).hashCode());
    }
    assertThat(hashes).hasSizeGreaterThan((1 << Short.SIZE) - 10);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      // With the highest bit set now and then.
      bytes[i] = (byte) (i * 37 + 200);
    }
    return bytes;
  }
}
