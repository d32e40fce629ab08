/**
 * Bounded Java pipelines as Flink jobs in batch mode.
 *
 * <p>{@link org.penstock.classic.batch.ClassicBatch} is the table of translators. What a translator
 * sends to the tasks is a {@link org.penstock.classic.batch.ProcessorFactory}; two Flink operators
 * host all processors: one for those without side inputs and one for those with.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.classic.batch;
