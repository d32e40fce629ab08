package org.penstock.runtime.batch;

import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.operators.MailboxExecutor;

/**
 * The Flink task that a processor runs in.
 *
 * @param runtime Flink's own view of it: the job's id, the task's name and index, the user code's
 *     class loader
 * @param mailbox takes what other threads want the task's thread to run; a processor that waits for
 *     such a thread yields to it
 * @param canceled whether the task was canceled; may be asked by any thread
 */
public record ProcessorTask(
    RuntimeContext runtime, MailboxExecutor mailbox, BooleanSupplier canceled) {}
