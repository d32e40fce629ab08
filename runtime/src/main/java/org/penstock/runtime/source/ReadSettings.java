package org.penstock.runtime.source;

import java.io.Serializable;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;

/**
 * What a read needs to know besides its source.
 *
 * @param step the full name of the reading transform
 * @param options the pipeline's options
 * @param watermarkIntervalMillis how often, at most, a split that has data tells its watermark; 0
 *     for after each batch of records
 * @param checkpointing whether the job takes checkpoints. Where it does not, what was read counts
 *     as committed about once a second, so that sources that wait for acknowledgements go on
 */
public record ReadSettings(
    String step,
    SerializablePipelineOptions options,
    long watermarkIntervalMillis,
    boolean checkpointing)
    implements Serializable {}
