package org.penstock.spi;

import java.util.Arrays;
import java.util.Optional;

/** The four ways a Beam pipeline can become a Flink job. */
public enum TranslationPath {
  /** Bounded pipelines whose user code is Java and runs inside the Flink task. */
  CLASSIC_BATCH("classic-batch", false, false),
  /** Unbounded pipelines whose user code is Java and runs inside the Flink task. */
  CLASSIC_STREAMING("classic-streaming", false, true),
  /** Bounded pipelines whose user code runs in SDK harnesses. */
  PORTABLE_BATCH("portable-batch", true, false),
  /** Unbounded pipelines whose user code runs in SDK harnesses. */
  PORTABLE_STREAMING("portable-streaming", true, true);

  private final String id;
  private final boolean portable;
  private final boolean streaming;

  TranslationPath(String id, boolean portable, boolean streaming) {
    this.id = id;
    this.portable = portable;
    this.streaming = streaming;
  }

  /** The name that users write: {@code --path=classic-batch}. */
  public String id() {
    return id;
  }

  /** Whether user code runs in SDK harnesses rather than in the task. */
  public boolean portable() {
    return portable;
  }

  /** Whether the job runs in Flink's streaming mode. */
  public boolean streaming() {
    return streaming;
  }

  /** The path for a pipeline of that kind. */
  public static TranslationPath of(boolean portable, boolean streaming) {
    if (portable) {
      return streaming ? PORTABLE_STREAMING : PORTABLE_BATCH;
    }
    return streaming ? CLASSIC_STREAMING : CLASSIC_BATCH;
  }

  /** The path that users call {@code id}, or empty where there is none of that name. */
  public static Optional<TranslationPath> named(String id) {
    return Arrays.stream(values()).filter(path -> path.id.equals(id)).findFirst();
  }

  @Override
  public String toString() {
    return id;
  }
}
