package org.penstock.runtime.source;

import java.io.Serializable;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a read needs to know besides its source.
 *
 * @param step the full name of the reading transform
 * @param options the pipeline's options
 * @param watermarkIntervalMillis how often, at most, a split that has data tells its watermark; 0
 *     for after each batch of records
 * @param checkpointing whether the job takes checkpoints. Where it does not, what was read counts
 *     as committed about once a second, so that sources that wait for acknowledgements go on
 * @param workLeft the id of the {@link WorkLeft} that the source stays for after its last record;
 *     null if it does not stay
 */
public record ReadSettings(
    String step,
    SerializablePipelineOptions options,
    long watermarkIntervalMillis,
    boolean checkpointing,
    @Nullable String workLeft)
    implements Serializable {

  /** Of a source that ends after its last record. */
  public ReadSettings(
      String step,
      SerializablePipelineOptions options,
      long watermarkIntervalMillis,
      boolean checkpointing) {
    this(step, options, watermarkIntervalMillis, checkpointing, null);
  }
}
