package org.penstock.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What is known of a cluster that was started on this machine.
 *
 * @param rest where its REST API answers
 * @param processes in the order of their start
 */
record ClusterState(URI rest, List<ClusterProcess> processes) {
  private static final String REST = "rest";
  private static final String PROCESSES = "processes";

  ClusterState {
    processes = List.copyOf(processes);
  }

  /** Those that run. */
  List<ClusterProcess> running() {
    return processes.stream().filter(ClusterProcess::alive).toList();
  }

  /** Those that have ended by themselves, or were killed. */
  List<ClusterProcess> gone() {
    return processes.stream().filter(process -> !process.alive()).toList();
  }

  /** The same with this process, in the place of the one of its role if there was one. */
  ClusterState with(ClusterProcess started) {
    List<ClusterProcess> all = new ArrayList<>();
    processes.forEach(old -> all.add(old.role().equals(started.role()) ? started : old));
    if (!all.contains(started)) {
      all.add(started);
    }
    return new ClusterState(rest, all);
  }

  /** Reads what {@link #write} has written. */
  static ClusterState read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    try {
      List<ClusterProcess> processes = new ArrayList<>();
      for (String role : properties.getProperty(PROCESSES, "").split(" ", -1)) {
        if (!role.isEmpty()) {
          processes.add(process(role, properties));
        }
      }
      return new ClusterState(URI.create(properties.getProperty(REST, "")), processes);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not what penstock cluster has written: " + e, e);
    }
  }

  private static ClusterProcess process(String role, Properties properties) {
    return new ClusterProcess(
        role,
        Long.parseLong(properties.getProperty(role + ".pid", "")),
        Instant.ofEpochMilli(Long.parseLong(properties.getProperty(role + ".start", ""))));
  }

  /** Replaces the file as a whole, so that nobody ever reads a part of it. */
  void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty(REST, rest.toString());
    properties.setProperty(
        PROCESSES, String.join(" ", processes.stream().map(ClusterProcess::role).toList()));
    for (ClusterProcess process : processes) {
      properties.setProperty(process.role() + ".pid", Long.toString(process.pid()));
      properties.setProperty(
          process.role() + ".start", Long.toString(process.start().toEpochMilli()));
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (Writer out = Files.newBufferedWriter(fresh)) {
      properties.store(out, "Written by penstock cluster");
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
