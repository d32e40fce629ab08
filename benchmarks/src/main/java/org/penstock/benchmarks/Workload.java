package org.penstock.benchmarks;

import org.apache.beam.sdk.Pipeline;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A piece of work that is written twice: as a Flink job and as a Beam pipeline. Both end in a
 * {@link Checksum}, so that neither can leave out any of it.
 */
interface Workload {
  /** As it is called on the command line and in the table. */
  String name();

  /** Whether it is a streaming job; else it is a batch job. */
  default boolean streaming() {
    return false;
  }

  /** How many records take some seconds on a machine of today. */
  long defaultRecords();

  /** Adds the Flink job for that many records to the environment. */
  void nativeJob(StreamExecutionEnvironment environment, long records);

  /** Adds the Beam transforms for that many records to the pipeline. */
  void beamJob(Pipeline pipeline, long records);

  /** The checksum of that many records. */
  long expected(long records);
}
