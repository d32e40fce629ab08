package org.penstock.portable.runtime.worker;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.EnvironmentProvider;
import org.penstock.spi.WorkerOptions;

/**
 * The SDK workers of this JVM. The stages of a job share the workers of an environment, {@code
 * --sdkWorkerParallelism} of them; the last stage to leave closes a worker, a little later.
 *
 * <p>Static, for the tasks of a TaskManager have nothing else in common.
 */
public final class SdkWorkers {
  private static final Map<WorkerKey, Slot> SLOTS = new HashMap<>();
  private static final ScheduledThreadPoolExecutor CLOSER = closer();
  private static final JvmEnd END = new JvmEnd(SdkWorkers::endAll);

  /** How long tasks have to give their workers back when the JVM ends. */
  private static final long USED_MILLIS = 2_000;

  /** How long workers have to end then. */
  private static final long END_MILLIS = 2_500;

  private SdkWorkers() {}

  private static ScheduledThreadPoolExecutor closer() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "penstock-worker-closer");
              thread.setDaemon(true);
              thread.setContextClassLoader(SdkWorkers.class.getClassLoader());
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * The worker for a stage, started if there is none. To be given back by {@link
   * WorkerLease#close}.
   *
   * @throws IllegalArgumentException if no plugin can start the environment
   * @throws org.penstock.portable.runtime.WorkerException if the worker does not come up
   * @throws IOException if it cannot be started at all
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public static WorkerLease acquire(WorkerDemand demand) throws IOException, InterruptedException {
    Environments environments = Environments.of(demand.loader(), SdkWorkers.class.getClassLoader());
    RunnerApi.Environment environment = environments.resolve(demand.environment());
    EnvironmentProvider provider = environments.provider(environment);
    WorkerKey key =
        new WorkerKey(
            demand.jobId(),
            environment,
            demand.subtask() % parallelism(demand),
            provider.inProcess() ? demand.loader() : null);
    Slot slot = enter(key);
    try {
      return new WorkerLease(slot.worker(provider, demand), () -> leave(key, slot, demand));
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      leave(key, slot, demand);
      throw e;
    }
  }

  private static int parallelism(WorkerDemand demand) {
    int wanted = demand.options().as(PortablePipelineOptions.class).getSdkWorkerParallelism();
    return wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
  }

  private static Slot enter(WorkerKey key) {
    synchronized (SLOTS) {
      Slot slot = SLOTS.get(key);
      if (slot == null) {
        slot = new Slot(key);
        SLOTS.put(key, slot);
        END.opened();
      }
      slot.users++;
      ScheduledFuture<?> closing = slot.closing;
      if (closing != null) {
        closing.cancel(false);
        slot.closing = null;
      }
      return slot;
    }
  }

  private static void leave(WorkerKey key, Slot slot, WorkerDemand demand) {
    long idle =
        END.hasBegun() ? 0 : demand.options().as(WorkerOptions.class).getSdkWorkerIdleMillis();
    synchronized (SLOTS) {
      slot.users--;
      if (slot.users > 0) {
        return;
      }
      if (idle > 0 && slot.usable()) {
        slot.closing = CLOSER.schedule(() -> closeIfUnused(key, slot), idle, TimeUnit.MILLISECONDS);
        return;
      }
    }
    closeIfUnused(key, slot);
  }

  private static void closeIfUnused(WorkerKey key, Slot slot) {
    close(key, slot, false);
  }

  private static void close(WorkerKey key, Slot slot, boolean used) {
    synchronized (SLOTS) {
      if ((slot.users > 0 && !used) || !SLOTS.remove(key, slot)) {
        return;
      }
    }
    try {
      slot.close();
    } finally {
      END.closed();
    }
  }

  /**
   * At the end of the JVM: a worker that is somewhere else is told that it has to end, and does not
   * just lose its connection. One that is in use may be given back by a job that is cancelled.
   */
  private static void endAll() throws InterruptedException {
    closeAll(false);
    END.await(USED_MILLIS);
    closeAll(true);
    END.await(END_MILLIS);
  }

  private static void closeAll(boolean used) {
    Map<WorkerKey, Slot> all;
    synchronized (SLOTS) {
      all = Map.copyOf(SLOTS);
    }
    all.forEach(
        (key, slot) -> {
          // Each takes a moment.
          Thread closing = new Thread(() -> close(key, slot, used), "penstock-worker-end");
          closing.setDaemon(true);
          closing.start();
        });
  }

  /** How many workers there are or are being started; for tests. */
  public static int count() {
    synchronized (SLOTS) {
      return SLOTS.size();
    }
  }

  /** The place of one worker, which is another one after it has died. */
  private static final class Slot {
    private final WorkerKey key;
    // Both guarded by SLOTS.
    private int users;
    private @Nullable ScheduledFuture<?> closing;
    private volatile @Nullable Worker worker;

    Slot(WorkerKey key) {
      this.key = key;
    }

    boolean usable() {
      Worker present = worker;
      return present != null && present.usable();
    }

    /** Only one thread starts a worker; others wait for it here. */
    synchronized Worker worker(EnvironmentProvider provider, WorkerDemand demand)
        throws IOException, InterruptedException {
      Worker present = worker;
      if (present != null && present.usable()) {
        return present;
      }
      if (present != null) {
        present.close();
        worker = null;
      }
      Worker started = Worker.start(key, provider, demand);
      worker = started;
      return started;
    }

    synchronized void close() {
      Worker present = worker;
      if (present != null) {
        worker = null;
        present.close();
      }
    }
  }
}
