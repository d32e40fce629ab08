package org.penstock.environments.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.WorkerRequest;

/**
 * What a process environment says is to be run, on a machine where it can be.
 *
 * @param executable a file that is there and may be executed
 * @param variables what the environment adds to the variables of this JVM
 */
record WorkerCommand(Path executable, Map<String, String> variables) {

  /**
   * Reads and checks a payload.
   *
   * @throws IllegalArgumentException if the payload is broken
   * @throws IOException if it cannot be run on this machine
   */
  static WorkerCommand of(RunnerApi.Environment environment) throws IOException {
    RunnerApi.ProcessPayload payload = payload(environment);
    Platform.current().check(payload.getOs(), payload.getArch());
    Map<String, String> variables = payload.getEnvMap();
    return new WorkerCommand(
        find(payload.getCommand(), variables.getOrDefault("PATH", System.getenv("PATH"))),
        variables);
  }

  /** The command with the arguments of Beam's boot programs. */
  List<String> line(WorkerRequest request, Path folder) {
    List<String> line = new ArrayList<>();
    line.add(executable.toString());
    line.add("--id=" + request.workerId());
    WorkerRequest.Endpoints endpoints = request.endpoints();
    add(line, "--logging_endpoint", endpoints.logging());
    add(line, "--artifact_endpoint", endpoints.artifact());
    add(line, "--provision_endpoint", endpoints.provision());
    add(line, "--control_endpoint", endpoints.control());
    // By default all workers of a machine would unpack their artifacts over each other in /tmp.
    line.add("--semi_persist_dir=" + folder);
    return line;
  }

  private static void add(List<String> line, String argument, ApiServiceDescriptor endpoint) {
    if (!endpoint.getUrl().isEmpty()) {
      line.add(argument + "=" + endpoint.getUrl());
    }
  }

  private static RunnerApi.ProcessPayload payload(RunnerApi.Environment environment) {
    RunnerApi.ProcessPayload payload;
    try {
      payload = RunnerApi.ProcessPayload.parseFrom(environment.getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "The payload of the environment "
              + environment.getUrn()
              + " is no ProcessPayload: "
              + e.getMessage(),
          e);
    }
    if (payload.getCommand().isBlank()) {
      throw new IllegalArgumentException(
          "The environment "
              + environment.getUrn()
              + " names no command. Give one, such as"
              + " --environment_config='{\"command\": \"/opt/apache/beam/boot\"}'.");
    }
    return payload;
  }

  private static Path find(String command, @Nullable String searched) throws IOException {
    boolean isPath = command.contains("/") || command.contains(File.separator);
    try {
      Optional<Path> found =
          isPath ? executable(Path.of(command)) : Supervision.search(searched, command);
      return found.orElseThrow(
          () ->
              new IOException(
                  "The worker's command '"
                      + command
                      + "' is no executable file on this machine"
                      + (isPath ? "" : ", nor in PATH (" + searched + ")")
                      + ". A process environment needs one program, without arguments, in the same"
                      + " place on each machine that runs tasks."));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "The worker's command '" + command + "' is no path: " + e.getMessage(), e);
    }
  }

  private static Optional<Path> executable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path)
        ? Optional.of(path.toAbsolutePath())
        : Optional.empty();
  }
}
