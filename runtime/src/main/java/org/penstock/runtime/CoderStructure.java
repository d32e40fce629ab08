package org.penstock.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaCoder;
import org.jspecify.annotations.Nullable;

/** Describes what a coder writes, independent of the Java object that the coder happens to be. */
final class CoderStructure {
  private CoderStructure() {}

  /**
   * Such as {@code KvCoder<StringUtf8Coder,VarLongCoder>}: class names and component coders; of a
   * schema its fields, and of what decodes one class only, that class.
   */
  static String of(Coder<?> coder) {
    String name = coder.getClass().getName();
    if (coder instanceof SchemaCoder<?> schemaCoder) {
      return SchemaCoder.class.getName()
          + "<"
          + schemaCoder.getEncodedTypeDescriptor()
          + ">"
          + schema(schemaCoder.getSchema());
    }
    if (coder instanceof SerializableCoder<?> serializable) {
      return name + "<" + serializable.getRecordType().getName() + ">";
    }
    List<? extends Coder<?>> components = coder.getCoderArguments();
    if (components != null && !components.isEmpty()) {
      return name + "<" + of(components) + ">";
    }
    // Such as Avro's: one class of coder for many classes of values.
    return coder instanceof CustomCoder<?>
        ? name + "<" + coder.getEncodedTypeDescriptor() + ">"
        : name;
  }

  /** The structures of several coders, separated by commas. */
  static String of(List<? extends Coder<?>> coders) {
    return coders.stream().map(CoderStructure::of).collect(Collectors.joining(","));
  }

  /** The fields in the order in which they are written, which a schema can decide. */
  private static String schema(Schema schema) {
    Map<String, Integer> positions = schema.getEncodingPositions();
    return schema.getFields().stream()
        .sorted(Comparator.comparing(field -> positions.getOrDefault(field.getName(), 0)))
        .map(field -> field.getName() + ":" + type(field.getType()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String type(Schema.FieldType type) {
    String name =
        switch (type.getTypeName()) {
          case ROW -> schema(Objects.requireNonNull(type.getRowSchema()));
          case ARRAY, ITERABLE ->
              type.getTypeName() + "<" + element(type.getCollectionElementType()) + ">";
          case MAP ->
              "MAP<" + element(type.getMapKeyType()) + "," + element(type.getMapValueType()) + ">";
          case LOGICAL_TYPE -> logical(type.getLogicalType());
          default -> type.getTypeName().name();
        };
    return Boolean.TRUE.equals(type.getNullable()) ? name + "?" : name;
  }

  private static String element(Schema.@Nullable FieldType type) {
    return type(Objects.requireNonNull(type));
  }

  private static String logical(Schema.@Nullable LogicalType<?, ?> type) {
    Schema.LogicalType<?, ?> logical = Objects.requireNonNull(type);
    return logical.getIdentifier() + "(" + type(logical.getBaseType()) + ")";
  }
}
