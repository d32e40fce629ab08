package org.penstock.spi;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of SDK workers that Beam has none for. */
public interface WorkerOptions extends PipelineOptions {
  /** How many milliseconds a worker may take from its start until it connects. */
  @Description("How many milliseconds an SDK worker may take from its start until it connects.")
  @Default.Long(120_000)
  Long getSdkWorkerStartTimeoutMillis();

  /** Sets {@link #getSdkWorkerStartTimeoutMillis}. */
  void setSdkWorkerStartTimeoutMillis(Long milliseconds);

  /** How many milliseconds a worker without stages waits for another stage of its job. */
  @Description(
      "How many milliseconds an SDK worker whose last stage has ended is kept for another stage of"
          + " its job.")
  @Default.Long(3_000)
  Long getSdkWorkerIdleMillis();

  /** Sets {@link #getSdkWorkerIdleMillis}. */
  void setSdkWorkerIdleMillis(Long milliseconds);
}
