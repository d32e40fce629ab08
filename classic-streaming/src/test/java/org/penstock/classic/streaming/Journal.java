package org.penstock.classic.streaming;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What has happened in the tasks of a run, in this order; the run is named by its test. */
final class Journal {
  private static final Map<String, List<String>> ENTRIES = new ConcurrentHashMap<>();

  private Journal() {}

  static void write(String run, String entry) {
    ENTRIES.computeIfAbsent(run, name -> new CopyOnWriteArrayList<>()).add(entry);
  }

  static List<String> of(String run) {
    return List.copyOf(ENTRIES.getOrDefault(run, List.of()));
  }
}
