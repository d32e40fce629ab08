package org.penstock.portable.runtime.worker;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.jspecify.annotations.Nullable;

/**
 * Which worker a stage wants; stages with the same key share one.
 *
 * @param jobId the job
 * @param environment the resolved environment
 * @param index which of the workers of the environment
 * @param loader the class loader whose classes a worker in this JVM runs, else null
 */
record WorkerKey(
    String jobId, RunnerApi.Environment environment, int index, @Nullable ClassLoader loader) {
  @Override
  public String toString() {
    return environment.getUrn() + " #" + index + " of job " + jobId;
  }
}
