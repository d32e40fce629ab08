package org.penstock.environments.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.spi.SdkWorker;

/** Nothing that a worker has started outlives it, however it ends. */
@Timeout(120)
final class ProcessTreeTest {
  /** A child, an orphan, one in a session of its own, and one that listens to SIGKILL only. */
  private static final String[] FAMILY = {
    "sleep 601 &",
    "(sleep 602 &)",
    "setsid sleep 603 &",
    "setsid sh -c 'trap \"\" TERM INT HUP; while :; do sleep 604; done' &",
  };

  private final Path folder;
  private final Scripts scripts;

  ProcessTreeTest(@TempDir Path folder) {
    this.folder = folder;
    this.scripts = new Scripts(folder);
  }

  @AfterEach
  void endWhatAFailedTestHasLeft() {
    for (String process : scripts.processes()) {
      ProcessHandle.of(Long.parseLong(process.substring(0, process.indexOf(' '))))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private RunnerApi.Environment family(String... more) throws IOException {
    List<String> lines = new ArrayList<>(List.of(FAMILY));
    lines.addAll(List.of(more));
    return scripts.environment(lines.toArray(String[]::new));
  }

  private void awaitFamily() throws InterruptedException {
    for (int i = 1; i <= 4; i++) {
      scripts.awaitCommand("sleep 60" + i);
    }
  }

  @Test
  void isGoneAfterClose() throws Exception {
    SdkWorker worker = Scripts.start(family("wait"));
    awaitFamily();
    assertThat(scripts.folders()).hasSize(1);

    worker.close();

    assertThat(scripts.leftovers()).isEmpty();
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void isGoneAfterCloseAlsoWithoutItsEnvironment() throws Exception {
    SdkWorker worker = Scripts.start(scripts.environment("env -i sleep 605 &", "sleep 606"));
    scripts.awaitCommand("sleep 606");
    Optional<ProcessHandle> bare =
        ProcessHandle.current()
            .descendants()
            .filter(each -> each.info().commandLine().orElse("").contains("sleep 605"))
            .findAny();
    assertThat(bare).isPresent();

    worker.close();

    assertThat(bare.orElseThrow().isAlive()).isFalse();
  }

  @Test
  void isGoneAfterTheWorkerDied() throws Exception {
    SdkWorker worker = Scripts.start(family("sleep 1", "kill -9 $$"));
    awaitFamily();

    scripts.awaitNothingLeft();

    assertThat(worker.isAlive()).isFalse();
    assertThat(worker.lastOutput()).contains("exit code 137");
    worker.close();
  }

  @Test
  void isGoneAfterTheSupervisorDied() throws Exception {
    SdkWorker worker = Scripts.start(family("wait"));
    awaitFamily();

    ProcessHandle supervisor =
        ProcessHandle.current()
            .children()
            .filter(each -> each.descendants().anyMatch(child -> runs(child, "sleep 601")))
            .findAny()
            .orElseThrow();
    supervisor.destroyForcibly();

    scripts.await("its end", () -> !worker.isAlive());
    scripts.awaitNothingLeft();
    worker.close();
  }

  private static boolean runs(ProcessHandle process, String command) {
    return process.info().commandLine().orElse("").endsWith(command);
  }

  @Test
  void isGoneAfterTheJvmWasKilled() throws Exception {
    Process jvm = victim(family("wait"));
    awaitFamily();
    assertThat(scripts.folders()).hasSize(1);

    jvm.destroyForcibly().waitFor();

    scripts.awaitNothingLeft();
  }

  @Test
  void isGoneWhenTheJvmHasEnded() throws Exception {
    Path ready = folder.resolve("ready");
    Process jvm = victim(family("touch " + ready, "wait"), ready.toString());

    assertThat(jvm.waitFor()).isZero();

    assertThat(scripts.leftovers()).isEmpty();
  }

  /** A JVM of its own that starts a worker. */
  private Process victim(RunnerApi.Environment environment, String... arguments)
      throws IOException {
    Path file = Files.write(folder.resolve("environment"), environment.toByteArray());
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(Victim.class.getName(), file.toString()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line).inheritIO().start();
  }

  @Test
  void aHangingWorkerIsEndedOnClose() throws Exception {
    SdkWorker worker =
        Scripts.start(
            scripts.environment(
                "trap '' TERM INT HUP", "echo deaf", "while :; do sleep 607; done"));
    scripts.await("its output", () -> worker.lastOutput().contains("deaf"));

    worker.close();

    assertThat(scripts.leftovers()).isEmpty();
  }

  @Test
  void aGoodEndIsWaitedFor() throws Exception {
    Path end = folder.resolve("end");
    SdkWorker worker =
        Scripts.start(
            scripts.environment(
                "trap 'sleep 0.5; echo well > " + end + "; exit' TERM",
                "echo ready",
                "while :; do sleep 0.1; done"));
    scripts.await("its output", () -> worker.lastOutput().contains("ready"));

    worker.close();

    assertThat(end).hasContent("well");
  }

  @Test
  void isGoneAfterCloseWithoutSupervision() throws Exception {
    RunnerApi.Environment environment = family("wait");
    SdkWorker worker =
        ProcessWorker.start(
            WorkerCommand.of(environment), Scripts.request("plain", environment), Optional.empty());
    scripts.awaitCommand("sleep 604");
    // Nobody knows the orphan then.
    for (String process : scripts.processes()) {
      if (process.contains("sleep 602")) {
        ProcessHandle.of(Long.parseLong(process.substring(0, process.indexOf(' '))))
            .ifPresent(ProcessHandle::destroyForcibly);
      }
    }

    worker.close();

    scripts.awaitNothingLeft();
  }
}
