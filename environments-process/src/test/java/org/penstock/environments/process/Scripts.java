package org.penstock.environments.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.penstock.spi.SdkWorker;
import org.penstock.spi.WorkerRequest;

/** Workers that are shell scripts, and what is left of them. */
final class Scripts {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Path folder;
  private final Path folders;
  private final String mark;

  /** Those of a test with a folder of its own. */
  Scripts(Path folder) {
    this.folder = folder;
    this.folders = folder.resolve("folders");
    this.mark = UUID.randomUUID().toString();
  }

  /** An environment whose worker runs these lines, after it has told where its folder is. */
  RunnerApi.Environment environment(String... lines) throws IOException {
    Path script = Files.createTempFile(folder, "worker", ".sh");
    List<String> text = new ArrayList<>();
    text.add("#!/bin/sh");
    text.add("for a; do case $a in --semi_persist_dir=*) work=${a#*=} ;; esac; done");
    text.add("echo \"$work\" >> \"$TRIAL_FOLDERS\"");
    text.addAll(List.of(lines));
    Files.write(script, text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return command(script.toString());
  }

  /** An environment that runs a command. */
  RunnerApi.Environment command(String command) {
    RunnerApi.ProcessPayload payload =
        RunnerApi.ProcessPayload.newBuilder()
            .setCommand(command)
            .putEnv("TRIAL_FOLDERS", folders.toString())
            .putEnv("TRIAL_MARK", mark)
            .build();
    return RunnerApi.Environment.newBuilder()
        .setUrn(new ProcessEnvironment().urn())
        .setPayload(payload.toByteString())
        .build();
  }

  /** Starts a worker. */
  static SdkWorker start(RunnerApi.Environment environment) throws IOException {
    return new ProcessEnvironment().start(request("worker-1", environment));
  }

  static WorkerRequest request(String id, RunnerApi.Environment environment) {
    return new WorkerRequest(
        id,
        environment,
        new WorkerRequest.Endpoints(at(1), at(2), at(3), at(4)),
        PipelineOptionsFactory.create());
  }

  private static ApiServiceDescriptor at(int port) {
    return ApiServiceDescriptor.newBuilder().setUrl("localhost:" + port).build();
  }

  /** The command lines of processes that came from the scripts and still run. */
  List<String> processes() {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(each -> read(each, "environ").contains(mark))
          .map(each -> each.getFileName() + " " + read(each, "cmdline").replace('\0', ' '))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path process, String file) {
    try {
      return new String(Files.readAllBytes(process.resolve(file)), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // No process, or one that is gone, or somebody else's.
      return "";
    }
  }

  /** The folders of workers that are still there. */
  List<String> folders() throws IOException {
    if (!Files.exists(folders)) {
      return List.of();
    }
    return Files.readAllLines(folders).stream()
        .filter(each -> Files.exists(Path.of(each)))
        .toList();
  }

  /** Processes and folders that are still there. */
  List<String> leftovers() {
    try {
      List<String> left = new ArrayList<>(processes());
      left.addAll(folders());
      return left;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until there is a process whose command line contains this. */
  void awaitCommand(String part) throws InterruptedException {
    await("a process " + part, () -> processes().stream().anyMatch(each -> each.contains(part)));
  }

  void awaitNothingLeft() throws InterruptedException {
    await("nothing left", () -> leftovers().isEmpty());
  }

  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s; there is %s", what, leftovers()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
