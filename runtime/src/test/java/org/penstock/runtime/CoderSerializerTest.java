package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaCoder;
import org.apache.beam.sdk.values.Row;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

final class CoderSerializerTest {

  private static boolean restores(Coder<?> before, Coder<?> now) throws IOException {
    TypeSerializerSnapshot<Object> snapshot =
        Snapshots.read(Snapshots.write(new CoderSerializer<>(before)));
    return Snapshots.resolve(snapshot, serializer(now)).isCompatibleAsIs();
  }

  @SuppressWarnings("unchecked") // nothing is written with it
  private static TypeSerializer<Object> serializer(Coder<?> coder) {
    return new CoderSerializer<>((Coder<Object>) coder);
  }

  @Test
  void readsWhatItWroteAlsoAfterATravel() throws Exception {
    TypeSerializer<String> serializer =
        InstantiationUtil.clone(new CoderSerializer<>(StringUtf8Coder.of()));
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize("one", out);
    serializer.serialize("two", out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    assertThat(serializer.deserialize(in)).isEqualTo("one");
    assertThat(serializer.duplicate().deserialize(in)).isEqualTo("two");
    assertThat(serializer).isEqualTo(new CoderSerializer<>(StringUtf8Coder.of()));
  }

  @Test
  void aCopyIsAnotherValue() {
    List<Integer> accumulator = new ArrayList<>(List.of(1));

    List<Integer> copy = new CoderSerializer<>(ListCoder.of(VarIntCoder.of())).copy(accumulator);
    accumulator.add(2);

    assertThat(copy).containsExactly(1);
  }

  @Test
  void anElementIsItsOwnCopy() {
    List<Integer> element = List.of(1);

    assertThat(CoderSerializer.ofElements(ListCoder.of(VarIntCoder.of())).copy(element))
        .isSameAs(element);
  }

  @Test
  void aChangedCoderIsRefusedByBothStructures() {
    assertThatThrownBy(
            () -> restores(ListCoder.of(VarIntCoder.of()), ListCoder.of(VarLongCoder.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "written by " + ListCoder.class.getName() + "<" + VarIntCoder.class.getName() + ">")
        .hasMessageContaining(
            "now has " + ListCoder.class.getName() + "<" + VarLongCoder.class.getName() + ">")
        .hasMessageContaining("Set the coder as it was");
  }

  @Test
  void aSchemaIsItsFieldsAndNotItsId() throws IOException {
    Coder<Row> coder =
        SchemaCoder.of(Schema.builder().addStringField("name").addInt32Field("age").build());
    Coder<Row> again =
        SchemaCoder.of(Schema.builder().addStringField("name").addInt32Field("age").build());
    Coder<Row> nullable =
        SchemaCoder.of(
            Schema.builder().addStringField("name").addNullableInt32Field("age").build());

    assertThat(((SchemaCoder<Row>) coder).getSchema().getUUID())
        .isNotEqualTo(((SchemaCoder<Row>) again).getSchema().getUUID());
    assertThat(restores(coder, again)).isTrue();
    assertThatThrownBy(() -> restores(coder, nullable))
        .hasMessageContaining("{name:STRING,age:INT32}")
        .hasMessageContaining("{name:STRING,age:INT32?}");
  }

  @Test
  void aCoderOfSerializablesIsTheirClass() throws IOException {
    assertThat(
            restores(
                SerializableCoder.of(BigDecimal.class), SerializableCoder.of(BigDecimal.class)))
        .isTrue();
    assertThatThrownBy(
            () ->
                restores(SerializableCoder.of(BigDecimal.class), SerializableCoder.of(Local.class)))
        .hasMessageContaining(BigDecimal.class.getName())
        .hasMessageContaining(Local.class.getName());
  }

  private record Local(int number) implements Serializable {}

  /** What is left when the job's jar no longer has a class. */
  private static TypeSerializerSnapshot<Object> withoutClass(Coder<?> coder, Class<?> lost)
      throws IOException {
    byte[] snapshot = Snapshots.write(new CoderSerializer<>(coder));
    ClassLoader all = CoderSerializerTest.class.getClassLoader();
    return Snapshots.read(
        snapshot,
        new ClassLoader(all) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(lost.getName())) {
              throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
          }
        });
  }

  @Test
  void aLostClassDoesNotHideTheStructures() throws IOException {
    TypeSerializerSnapshot<Object> snapshot =
        withoutClass(SerializableCoder.of(Local.class), Local.class);

    assertThatThrownBy(() -> Snapshots.resolve(snapshot, serializer(VarIntCoder.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Local.class.getName())
        .hasMessageContaining(VarIntCoder.class.getName());
    assertThatThrownBy(snapshot::restoreSerializer)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Local.class.getName())
        .hasMessageContaining("ClassNotFoundException");
  }

  @Test
  void aSnapshotThatCannotBeReadCanBeWrittenAgain() throws IOException {
    TypeSerializerSnapshot<Object> snapshot =
        withoutClass(SerializableCoder.of(Local.class), Local.class);
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);

    assertThat(Snapshots.read(out.getCopyOfBuffer()).restoreSerializer())
        .isEqualTo(new CoderSerializer<>(SerializableCoder.of(Local.class)));
  }
}
