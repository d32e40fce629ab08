package org.penstock.examples.kafka;

import java.util.stream.Stream;

/** Who runs a pipeline, without waiting for its end. */
enum Runner {
  DIRECT("org.apache.beam.runners.direct.DirectRunner", "--blockOnRun=false");

  private final String className;
  private final String detached;

  Runner(String className, String detached) {
    this.className = className;
    this.detached = detached;
  }

  /** The arguments of a pipeline that this one is to run. */
  String[] arguments(String... more) {
    return Stream.concat(Stream.of("--runner=" + className, detached), Stream.of(more))
        .toArray(String[]::new);
  }
}
