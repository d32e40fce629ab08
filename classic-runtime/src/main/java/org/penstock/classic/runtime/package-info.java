/**
 * Runs Java {@code DoFn}s inside the Flink task.
 *
 * <p>A {@link org.penstock.classic.runtime.StageSpec} travels to the task; there it becomes a
 * {@link org.penstock.classic.runtime.StageExecution}, whose steps call each other directly.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.classic.runtime;
