/**
 * Bounded Java pipelines as Flink jobs in batch mode.
 *
 * <p>{@link org.penstock.classic.batch.ClassicBatch} is the table of translators. The operators,
 * and what needs no Java user code, are in {@link org.penstock.runtime.batch}; here are the
 * processors that run it.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.classic.batch;
