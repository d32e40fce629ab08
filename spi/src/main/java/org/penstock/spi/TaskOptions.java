package org.penstock.spi;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of the runner that the tasks of a path read. */
public interface TaskOptions extends PipelineOptions {
  /** How many elements a bundle holds at most; -1 for the path's default. */
  @Description(
      "How many elements a bundle holds at most. -1: the path's default, 100000 in batch and 1000 in"
          + " streaming, where workers then get more or fewer, by how fast they are.")
  @Default.Long(-1)
  Long getMaxBundleSize();

  /** Sets {@link #getMaxBundleSize}. */
  void setMaxBundleSize(Long elements);

  /** How many milliseconds a bundle stays open at most; -1 for the path's default. */
  @Description(
      "How many milliseconds a bundle stays open at most. -1: the path's default, no limit in batch"
          + " and 1000 in streaming.")
  @Default.Long(-1)
  Long getMaxBundleTimeMills();

  /** Sets {@link #getMaxBundleTimeMills}. */
  void setMaxBundleTimeMills(Long milliseconds);

  /**
   * Whether to fail when a DoFn changes an element that it was given or has output. (Named apart
   * from the DirectRunner's option, whose default is another: Beam allows one default for a name.)
   */
  @Description(
      "Fail when a DoFn changes an element that it was given or that it has output, which Beam"
          + " forbids and which gives wrong results. Slow; for tests.")
  @Default.Boolean(false)
  Boolean getEnforceElementImmutability();

  /** Sets {@link #getEnforceElementImmutability}. */
  void setEnforceElementImmutability(Boolean enforce);
}
