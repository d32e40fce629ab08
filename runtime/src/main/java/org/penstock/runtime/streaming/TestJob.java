package org.penstock.runtime.streaming;

import java.io.Serializable;
import java.util.UUID;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * A job with {@code TestStream}s, as its operators know it. Translation counts what is in it; the
 * operators that hold it are serialized after that.
 */
final class TestJob implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String id = UUID.randomUUID().toString();
  private int streams;
  private int boundedReads;

  /** Whether the pipeline has a test stream. */
  static boolean isTestJob(RunnerApi.Components components) {
    return components.getTransformsMap().values().stream()
        .anyMatch(
            transform ->
                transform
                    .getSpec()
                    .getUrn()
                    .equals(PTransformTranslation.TEST_STREAM_TRANSFORM_URN));
  }

  void addStream() {
    streams++;
  }

  void addBoundedRead() {
    boundedReads++;
  }

  /** Tells this job from any other in the same JVM. */
  String id() {
    return id;
  }

  /** How many test streams there are. */
  int streams() {
    return streams;
  }

  /** How many operators there are right behind a bounded source. */
  int boundedReads() {
    return boundedReads;
  }
}
