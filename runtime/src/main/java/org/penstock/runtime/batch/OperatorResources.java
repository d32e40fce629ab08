package org.penstock.runtime.batch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.memory.MemoryManager;
import org.apache.flink.runtime.memory.MemoryReservationException;
import org.apache.flink.streaming.api.graph.StreamConfig;
import org.apache.flink.streaming.runtime.tasks.StreamTask;
import org.penstock.runtime.sort.SorterSettings;

/** The managed memory of an operator, and where it may spill. */
final class OperatorResources implements AutoCloseable {
  /** What a sorter gets where the slot has no managed memory to give. */
  private static final long LEAST_MEMORY = 4 << 20;

  private final StreamTask<?, ?> task;
  private final StreamConfig config;
  private long reserved;

  OperatorResources(StreamTask<?, ?> task, StreamConfig config) {
    this.task = task;
    this.config = config;
  }

  /** Settings for one sorter, with all the managed memory that this operator was promised. */
  SorterSettings sorting() {
    return SorterSettings.of(
        Math.max(reserve(task.getEnvironment()), LEAST_MEMORY), spillFolders());
  }

  /** Settings for what only now and then does not fit on the heap, without managed memory. */
  SorterSettings spilling() {
    return SorterSettings.of(LEAST_MEMORY, spillFolders());
  }

  private List<Path> spillFolders() {
    return Arrays.stream(task.getEnvironment().getIOManager().getSpillingDirectoriesPaths())
        .map(Path::of)
        .toList();
  }

  private long reserve(Environment environment) {
    if (reserved == 0) {
      MemoryManager memory = environment.getMemoryManager();
      double fraction =
          config.getManagedMemoryFractionOperatorUseCaseOfSlot(
              ManagedMemoryUseCase.OPERATOR,
              environment.getJobConfiguration(),
              environment.getTaskManagerInfo().getConfiguration(),
              environment.getUserCodeClassLoader().asClassLoader());
      if (fraction > 0) {
        long size = memory.computeMemorySize(fraction);
        try {
          memory.reserveMemory(this, size);
        } catch (MemoryReservationException e) {
          throw new IllegalStateException(
              "Sorting needs "
                  + size
                  + " bytes of managed memory (taskmanager.memory.managed.size)",
              e);
        }
        reserved = size;
      }
    }
    return reserved;
  }

  @Override
  public void close() {
    if (reserved > 0) {
      task.getEnvironment().getMemoryManager().releaseMemory(this, reserved);
      reserved = 0;
    }
  }
}
