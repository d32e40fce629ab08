package org.penstock.conformance;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs that run tests, each one class after the other. One that dies takes no more than its
 * class with it: for the next one there is another JVM.
 */
final class Jvms {
  /** For the set-up of a class, and what its tests take beyond their limit. */
  private static final Duration EXTRA = Duration.ofMinutes(5);

  private final Run run;
  private final List<String> options;
  private final Queue<Map.Entry<String, List<String>>> classes = new ConcurrentLinkedQueue<>();
  private final Timer timer = new Timer("conformance-limits", true);

  /**
   * @param options those of the JVMs, such as their heap
   */
  Jvms(Run run, List<String> options) {
    this.run = run;
    this.options = List.copyOf(options);
    // Those that take longest first, as far as one can know: then all JVMs end about together.
    run.selection().byClass().entrySet().stream()
        .sorted(Comparator.comparingInt(one -> -one.getValue().size()))
        .forEach(classes::add);
  }

  /**
   * Runs all tests; reports of them are in the folder of the run.
   *
   * @param jvms how many JVMs at a time
   */
  void runAll(int jvms) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < jvms; i++) {
      Path output = run.work().resolve("output-" + i + ".txt");
      Thread thread = new Thread(() -> work(output), "conformance-jvm-" + i);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    timer.cancel();
  }

  private void work(Path output) {
    @Nullable Jvm jvm = null;
    for (var next = classes.poll(); next != null; next = classes.poll()) {
      try {
        if (jvm == null) {
          jvm = new Jvm(output);
        }
        if (!jvm.run(next.getKey(), next.getValue())) {
          System.out.println("A JVM has died in " + next.getKey() + "; see " + output);
          jvm.close();
          jvm = null;
        }
      } catch (IOException e) {
        // The verdict says which tests have not run.
        System.out.println("No tests of " + next.getKey() + ": " + e);
        jvm = null;
      }
    }
    if (jvm != null) {
      jvm.close();
    }
  }

  /** One JVM. */
  private final class Jvm {
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;
    private final Thread end;

    Jvm(Path output) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(options);
      if (!run.target().heap().isEmpty()) {
        command.add("-Xmx" + run.target().heap());
      }
      command.add("-DbeamTestPipelineOptions=" + run.target().options());
      command.add("-Dpenstock.conformance.target=" + run.target().name());
      command.add("-Dpenstock.conformance.timeout=" + run.scope().testLimit().toSeconds());
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.add(SuiteWorker.class.getName());
      command.add(run.reports().toString());
      command.add(output.toString());
      process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(new File(output.toString())))
              .start();
      end = new Thread(process::destroyForcibly);
      Runtime.getRuntime().addShutdownHook(end);
      orders = process.outputWriter(StandardCharsets.UTF_8);
      answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Runs tests of a class; false if the JVM is dead then. */
    boolean run(String className, List<String> methods) throws IOException {
      TimerTask limit =
          new TimerTask() {
            @Override
            public void run() {
              process.destroyForcibly();
            }
          };
      Duration longest = run.scope().testLimit().multipliedBy(methods.size()).plus(EXTRA);
      timer.schedule(limit, longest.toMillis());
      try {
        orders.write(SuiteWorker.order(className, methods));
        orders.newLine();
        orders.flush();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
          if (line.equals(SuiteWorker.DONE)) {
            return true;
          }
        }
        return false;
      } finally {
        limit.cancel();
      }
    }

    void close() {
      try {
        orders.close();
      } catch (IOException e) {
        // It is dead already.
      }
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(end);
    }
  }
}
