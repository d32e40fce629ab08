package org.penstock.examples;

import java.util.stream.Stream;

/** Who runs a pipeline. */
enum Runner {
  DIRECT("org.apache.beam.runners.direct.DirectRunner"),
  // The class name works with and without the jar that registers the short one.
  PENSTOCK("org.penstock.core.PenstockRunner");

  private final String className;

  Runner(String className) {
    this.className = className;
  }

  /** The arguments of a pipeline that this one is to run. */
  String[] arguments(String... more) {
    return Stream.concat(Stream.of("--runner=" + className), Stream.of(more))
        .toArray(String[]::new);
  }
}
