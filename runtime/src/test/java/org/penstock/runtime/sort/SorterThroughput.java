package org.penstock.runtime.sort;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Measures the sorter: run it with the number of records as argument. It is no test. */
final class SorterThroughput {

  private static final PrintStream OUT = System.out;
  private static final byte[] KEY = new byte[10];
  private static final byte[] PAYLOAD = new byte[20];

  private SorterThroughput() {}

  private record Load(String name, int keys, boolean ordered) {}

  public static void main(String[] arguments) throws IOException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    long enough = count * 54L + (1 << 20);
    List<Load> loads =
        List.of(
            new Load("10k keys", 10_000, false),
            new Load("10k keys, ordered", 10_000, true),
            new Load("all keys distinct", 0, false),
            new Load("one key", 1, false),
            new Load("one key, ordered", 1, true));
    for (Load load : loads) {
      if (arguments.length > 2 && !load.name.equals(arguments[2])) {
        continue;
      }
      for (int round = 0; round < rounds; round++) {
        OUT.println(load.name + ", all in memory: " + run(load, count, enough));
      }
      for (int round = 0; round < rounds; round++) {
        OUT.println(load.name + ", memory for a tenth: " + run(load, count, enough / 10));
      }
    }
  }

  private static String run(Load load, int count, long memory) throws IOException {
    Path directory = Files.createTempDirectory("sorter");
    SplittableRandom random = new SplittableRandom(1);
    ByteBuffer key = ByteBuffer.wrap(KEY);
    long start = System.nanoTime();
    try (var sorter = new ExternalSorter(SorterSettings.of(memory, List.of(directory)))) {
      for (int i = 0; i < count; i++) {
        int number = load.keys == 0 ? i : random.nextInt(load.keys);
        key.putInt(2, number);
        long order = load.ordered ? random.nextInt(1_000_000) : 0;
        sorter.add(number * 0x9E3779B9, KEY, 0, KEY.length, order, PAYLOAD, 0, PAYLOAD.length);
      }
      long added = System.nanoTime();
      SortedGroups groups = sorter.finish();
      long finished = System.nanoTime();
      int runs = sorter.runCount();
      long found = drain(groups);
      long read = System.nanoTime();
      if (found != (long) count * PAYLOAD.length) {
        throw new IllegalStateException("Read " + found + " bytes of " + count + " records.");
      }
      return "%d ns/record: add %d, finish %d, read %d; %d runs"
          .formatted(
              (read - start) / count,
              (added - start) / count,
              (finished - added) / count,
              (read - finished) / count,
              runs);
    } finally {
      Files.delete(directory);
    }
  }

  private static long drain(SortedGroups groups) throws IOException {
    long bytes = 0;
    for (SortedGroup group = groups.next(); group != null; group = groups.next()) {
      GroupIterator entries = group.entries();
      while (entries.advance()) {
        bytes += entries.length() + entries.array()[entries.offset()];
      }
    }
    return bytes;
  }
}
