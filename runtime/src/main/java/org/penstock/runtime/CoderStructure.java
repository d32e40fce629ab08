package org.penstock.runtime;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.Coder;

/** Describes what a coder writes, independent of the Java object that the coder happens to be. */
final class CoderStructure {
  private CoderStructure() {}

  /** Such as {@code KvCoder<StringUtf8Coder,VarLongCoder>}: class names and component coders. */
  static String of(Coder<?> coder) {
    List<? extends Coder<?>> components = coder.getCoderArguments();
    String name = coder.getClass().getName();
    if (components == null || components.isEmpty()) {
      return name;
    }
    return name
        + components.stream().map(CoderStructure::of).collect(Collectors.joining(",", "<", ">"));
  }
}
