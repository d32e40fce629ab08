/**
 * What every path needs that runs in Flink's streaming mode. An operator hosts a {@link
 * org.penstock.runtime.streaming.Processor}, which says what to do with elements, timers and
 * checkpoints; the operator cuts bundles and sees to watermarks. {@link
 * org.penstock.runtime.streaming.StreamingGraph} adds operators to the job, {@link
 * org.penstock.runtime.streaming.StreamingTransforms} has translators for what runs no user code,
 * and {@link org.penstock.runtime.streaming.Admission} lets the elements of a stage wait for side
 * inputs and checkpoints. A path adds its stages, and what else depends on how it runs user code.
 *
 * <p>All of this is confined to the task's thread. A stage whose user code runs in an SDK worker
 * gets the worker's outputs on other threads. It hands them over through {@link
 * org.penstock.runtime.streaming.ProcessorContext#mailbox}, and waits for the last one before its
 * bundle ends: neither a watermark nor a checkpoint barrier may overtake an output.
 */
@NullMarked
package org.penstock.runtime.streaming;

import org.jspecify.annotations.NullMarked;
