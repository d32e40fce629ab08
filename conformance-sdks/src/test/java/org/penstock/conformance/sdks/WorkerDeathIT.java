package org.penstock.conformance.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers of Beam's Python SDK that die, that hang, and that have something to say, in processes of
 * a real job server. Each test ends with a look for processes that are left.
 */
@DisabledIfSystemProperty(named = "conformance.python.skip", matches = "true")
@Timeout(600)
final class WorkerDeathIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration WORKERS_END = Duration.ofSeconds(20);

  /** How far the job has to get between two deaths: several checkpoints. */
  private static final int PROGRESS = 600;

  private final Setting setting = Setting.read();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Random random = new Random();
  @TempDir private Path folder;
  private PythonProgram program;

  @BeforeEach
  void start() throws Exception {
    PythonSdk sdk = PythonSdk.prepare(setting, true);
    Path log = setting.work().resolve("workers-server.log");
    program = new PythonProgram(sdk, JobServerProcess.start(setting.jar(), log), setting.work());
  }

  @AfterEach
  void end() {
    executor.shutdownNow();
    program.server().close();
  }

  /**
   * A streaming job whose workers are killed by SIGKILL, at moments that nobody chose, goes on from
   * its last checkpoint, and what comes out is exact.
   *
   * <p>What is proven: numbers without end are counted for each of seven keys in a worker's state,
   * and each count is written to a file that is only added to. What is added after a checkpoint and
   * before a death comes again, so the file is read as an idempotent sink would take it: by key and
   * count. Then a number that was lost, in a source's restriction, on its way or in state, leaves
   * its key with fewer counts than it has numbers; one that came twice leaves it with more; and one
   * that took the place of another is missing itself. Since there is one source and one way from it
   * to a key, what comes again has to come in the same order: no count of a key ever stands for two
   * numbers. A timer of the end of time, set long before the deaths, tells each key's count and sum
   * once more. That the last death was survived from a checkpoint, and not by beginning anew, is
   * seen by the first number that the worker after it was given.
   */
  @Test
  void aJobWhoseWorkersAreKilledGoesOnAndIsExact() throws Exception {
    Path log = folder.resolve("numbers");
    Path stop = folder.resolve("stop");
    Future<Integer> client =
        executor.submit(
            () ->
                program
                    .run(
                        "worker-death",
                        "worker_death.py",
                        program.sdk().boot(),
                        "--log=" + log,
                        "--stop=" + stop,
                        "--streaming",
                        "--parallelism=2",
                        "--sdk_worker_parallelism=" + (setting.all() ? 2 : 1),
                        "--checkpointing_interval=300",
                        "--number_of_execution_retries=20",
                        "--execution_retry_delay=100")
                    .run());
    Set<String> killed = Set.of();
    for (int death = 0; death < (setting.all() ? 5 : 2); death++) {
      progress(log, client);
      Thread.sleep(random.nextInt(1_000));
      killed = CountedNumbers.read(log).processes();
      kill();
    }
    progress(log, client);
    long end = CountedNumbers.read(log).largest() + 2 * PROGRESS;
    // Appears with its content.
    Path whole = Files.writeString(folder.resolve("stop.part"), Long.toString(end));
    Files.move(whole, stop, StandardCopyOption.ATOMIC_MOVE);

    assertThat(client.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
    CountedNumbers numbers = CountedNumbers.read(log);
    numbers.assertExact(end);
    assertThat(numbers.smallestBut(killed)).as("where the last worker began").isPositive();
    awaitNoWorkers();
  }

  private static void progress(Path log, Future<Integer> client) throws Exception {
    long before = CountedNumbers.read(log).largest();
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (CountedNumbers.read(log).largest() < before + PROGRESS) {
      assertThat(client.isDone()).as("the job has ended").isFalse();
      assertThat(System.nanoTime()).as("no progress after %d", before).isLessThan(limit);
      Thread.sleep(50);
    }
  }

  private void kill() {
    List<ProcessHandle> workers =
        program.server().descendants().stream().filter(WorkerDeathIT::isPythonWorker).toList();
    assertThat(workers).as("workers").isNotEmpty();
    workers.get(random.nextInt(workers.size())).destroyForcibly();
  }

  private static boolean isPythonWorker(ProcessHandle process) {
    List<String> line = List.of(process.info().arguments().orElse(new String[0]));
    return line.contains("apache_beam.runners.worker.sdk_worker_main");
  }

  @Test
  void aWorkerThatHangsAtItsStartFailsTheJobInTimeWithItsOutput() throws Exception {
    Path command = script("echo I am looking for my glasses", "sleep 600");
    SuiteProcess client =
        program.run(
            "worker-hang", "worker_logs.py", command, "--sdk_worker_start_timeout_millis=3000");
    long start = System.nanoTime();

    assertThat(client.run()).isEqualTo(1);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    assertThat(Files.readString(client.log()))
        .contains("failed in state FAILED")
        .contains("did not connect within 3000 ms (--sdkWorkerStartTimeoutMillis)")
        .contains("I am looking for my glasses");
    awaitNoWorkers();
  }

  private Path script(String... lines) throws IOException {
    Path script = Files.writeString(folder.resolve("worker"), "#!/bin/sh\n");
    Files.write(script, List.of(lines), StandardOpenOption.APPEND);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  @Test
  void whatWorkersWarnOfIsToldToTheClient() throws Exception {
    SuiteProcess client = program.run("worker-logs", "worker_logs.py", program.sdk().boot());

    client.runWell();

    assertThat(Files.readString(client.log()).lines())
        .anyMatch(line -> line.matches("WARNING:root:.*it may rain"))
        .anyMatch(line -> line.matches("ERROR:root:.*it rains"))
        .noneMatch(line -> line.contains("it may be cloudy"));
    awaitNoWorkers();
  }

  /** The server ends while workers in the client's process wait for another stage. */
  @Test
  void aClientThatRunsItsOwnServerAndWorkersEndsInGoodOrder() throws Exception {
    SuiteProcess client =
        new SuiteProcess(
            List.of(
                program.sdk().python().toString(),
                program.sdk().suites().resolve("worker_logs.py").toString(),
                "--runner=FlinkRunner",
                "--flink_job_server_jar=" + setting.jar(),
                "--sdkWorkerIdleMillis=60000"),
            Map.of(),
            setting.work().resolve("worker-loopback.log"),
            PATIENCE);

    client.runWell();

    assertThat(Files.readString(client.log()))
        .contains("it may rain")
        .doesNotContain("Traceback", "Stream removed");
  }

  /** The job has ended, and the server has not. */
  private void awaitNoWorkers() throws InterruptedException {
    long limit = System.nanoTime() + WORKERS_END.toNanos();
    while (!program.server().descendants().isEmpty() && System.nanoTime() < limit) {
      Thread.sleep(100);
    }
    assertThat(program.server().descendants()).as("processes of workers").isEmpty();
  }
}
