package org.penstock.core.plan;

/** Where the classes of a pipeline's user code are. */
public enum UserCode {
  /** In this JVM: the pipeline was built here. Java code can run in the Flink task. */
  HERE,
  /** Only where the pipeline's environments bring them. */
  IN_WORKERS
}
