/**
 * What hosts processors in Flink's batch mode, whichever path they are of.
 *
 * <p>What a translator sends to the tasks is a {@link org.penstock.runtime.batch.ProcessorFactory};
 * {@link org.penstock.runtime.batch.BatchGraph} adds the operator to the Flink job. Two Flink
 * operators host all processors: one for those without side inputs and one for those with. {@link
 * org.penstock.runtime.batch.BatchTransforms} are the transforms that need no user code, and {@link
 * org.penstock.runtime.batch.BatchMode} is what all jobs of batch paths are set to.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.runtime.batch;
