package org.penstock.examples.kafka;

import java.util.stream.Stream;

/** Who runs a pipeline, without waiting for its end. */
enum Runner {
  DIRECT("org.apache.beam.runners.direct.DirectRunner", "--blockOnRun=false", 1_000),
  PENSTOCK("org.penstock.core.PenstockRunner", "--attachedMode=false", 10_000);

  private final String className;
  private final String detached;
  private final int records;

  Runner(String className, String detached, int records) {
    this.className = className;
    this.detached = detached;
    this.records = records;
  }

  /** How many records it can be expected to read while a test waits. */
  int records() {
    return records;
  }

  /** The arguments of a pipeline that this one is to run. */
  String[] arguments(String... more) {
    return Stream.concat(Stream.of("--runner=" + className, detached), Stream.of(more))
        .toArray(String[]::new);
  }
}
