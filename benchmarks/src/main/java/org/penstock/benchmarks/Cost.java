package org.penstock.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a job took.
 *
 * @param cpu the processor time of the whole JVM in nanoseconds, with that of the garbage collector
 *     and the compiler
 * @param wall the time that passed, in nanoseconds
 */
record Cost(double cpu, double wall) {
  /** A job. */
  @FunctionalInterface
  interface Job {
    void run() throws Exception;
  }

  static Cost of(Job job) throws Exception {
    // Garbage of the job before is not this one's.
    System.gc();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    job.run();
    return new Cost(system.getProcessCpuTime() - cpu, System.nanoTime() - wall);
  }

  Cost minus(Cost other) {
    return new Cost(cpu - other.cpu, wall - other.wall);
  }

  Cost dividedBy(long records) {
    return new Cost(cpu / records, wall / records);
  }
}
