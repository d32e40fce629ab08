package org.penstock.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The TaskManagers of a cluster, which come and go. */
final class TaskManagers {
  private static final String MAIN_CLASS =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

  private final Path folder;
  private final List<Path> classPath;
  private final List<FlinkProcess> running = new ArrayList<>();
  private int started;

  TaskManagers(Path folder, List<Path> classPath) {
    this.folder = folder;
    this.classPath = List.copyOf(classPath);
  }

  /** Starts one more, which announces itself to the JobManager by and by. */
  void start() throws IOException {
    started++;
    running.add(
        FlinkProcess.start(folder, "taskmanager-" + started + ".log", classPath, MAIN_CLASS));
  }

  /** Kills any one of them, and starts a fresh one in its place. */
  void replaceOne(RandomGenerator random) throws IOException {
    running.remove(random.nextInt(running.size())).kill();
    start();
  }

  /** Those that run. */
  List<FlinkProcess> running() {
    return List.copyOf(running);
  }
}
