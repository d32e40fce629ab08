package org.penstock.runtime.sort;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.penstock.runtime.sort.Sorting.add;
import static org.penstock.runtime.sort.Sorting.addAll;
import static org.penstock.runtime.sort.Sorting.drain;
import static org.penstock.runtime.sort.Sorting.reference;
import static org.penstock.runtime.sort.Sorting.settings;
import static org.penstock.runtime.sort.Sorting.tiny;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.flink.core.memory.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penstock.runtime.sort.Sorting.Item;

class ExternalSorterTest {

  private final Path directory;

  ExternalSorterTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource({
    // memory, fan-in, buffer, small group, keys, distinct hashes, orders
    "1024, 2, 64, 100, 50, 1000000, 1",
    "1024, 3, 64, 0, 50, 1000000, 9",
    "1024, 2, 100, 1000000, 7, 3, 1000",
    "4096, 2, 64, 100, 3000, 40, 3",
    "4096, 5, 1000, 200, 1, 1, 1",
    "4096, 5, 1000, 200, 1, 1, 1000000",
    "65536, 64, 4096, 1000, 3000, 2, 5",
    "10000000, 64, 65536, 65536, 400, 1000000, 1",
    "10000000, 64, 65536, 65536, 400, 17, 100000",
  })
  void sortsLikeTheReference(
      int memory, int fanIn, int buffer, int small, int keys, int hashes, int orders)
      throws IOException {
    List<Item> items = randomItems(20_000, keys, hashes, orders);
    try (var sorter = new ExternalSorter(settings(directory, memory, fanIn, buffer, small))) {
      addAll(sorter, items);
      assertThat(drain(sorter.finish())).isEqualTo(reference(items));
      assertThat(sorter.runCount()).isLessThanOrEqualTo(fanIn);
    }
    assertThat(Sorting.files(directory)).isEmpty();
  }

  @Test
  void sortsSegmentsThatAreFullAtDifferentTimes() throws IOException {
    List<Item> items = randomItems(20_000, 300, 1_000, 4);
    try (var sorter = new ExternalSorter(tiny(directory))) {
      addAll(sorter, items);
      assertThat(drain(sorter.finish())).isEqualTo(reference(items));
    }
  }

  @Test
  void mergesSegmentsInMemory() throws IOException {
    List<Item> items = randomItems(20_000, 300, 1_000, 4);
    var segments =
        new SorterSettings(
            4 << 20, 64 << 10, SortMemory.OFF_HEAP, List.of(directory), 2, 64, 10_000);
    try (var sorter = new ExternalSorter(segments)) {
      addAll(sorter, items);
      assertThat(drain(sorter.finish())).isEqualTo(reference(items));
      assertThat(sorter.runCount()).isZero();
    }
  }

  @Test
  void keepsArrivalAmongEqualOrdersAcrossRunsAndPasses() throws IOException {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      items.add(new Item(i % 3, "key" + i % 3, i % 2, "" + i));
    }
    try (var sorter = new ExternalSorter(settings(directory, 2048, 2, 64, 0))) {
      addAll(sorter, items);
      assertThat(drain(sorter.finish())).isEqualTo(reference(items));
    }
  }

  @Test
  void makesNoFileWhileAllFitsInMemory() throws IOException {
    Path absent = directory.resolve("absent");
    try (var sorter = new ExternalSorter(settings(absent, 1 << 20, 2, 64, 0))) {
      addAll(sorter, randomItems(1_000, 10, 10, 10));
      assertThat(drain(sorter.finish())).hasSize(1_000);
      assertThat(absent).doesNotExist();
    }
  }

  @Test
  void returnsNoGroupWhenEmpty() throws IOException {
    try (var sorter = new ExternalSorter(tiny(directory))) {
      SortedGroups groups = sorter.finish();
      assertThat(groups.next()).isNull();
      assertThat(groups.next()).isNull();
    }
  }

  @Test
  void takesEmptyKeysAndPayloads() throws IOException {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      items.add(new Item(i % 2, i % 3 == 0 ? "" : "k", -i, i % 5 == 0 ? "p" : ""));
    }
    try (var sorter = new ExternalSorter(tiny(directory))) {
      addAll(sorter, items);
      assertThat(drain(sorter.finish())).isEqualTo(reference(items));
      assertThat(sorter.runCount()).isPositive();
    }
  }

  @Test
  void sortsExtremeHashesAndOrders() throws IOException {
    List<Item> items = new ArrayList<>();
    for (int hash : new int[] {0, 5, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      for (int i = 0; i < 30; i++) {
        for (long order : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
          items.add(new Item(hash, "k", order, "" + i));
        }
      }
    }
    for (int memory : new int[] {1024, 1 << 20}) {
      try (var sorter = new ExternalSorter(settings(directory, memory, 3, 64, 50))) {
        addAll(sorter, items);
        assertThat(drain(sorter.finish())).isEqualTo(reference(items));
      }
    }
  }

  @Test
  void takesRecordsLargerThanItsMemoryBetweenOthers() throws IOException {
    Random random = new Random(7);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String large = ("" + i % 2).repeat(5_000);
      items.add(
          switch (random.nextInt(4)) {
            case 0 -> new Item(1, large, i % 3, "small" + i);
            case 1 -> new Item(1, "small", i % 3, large + i);
            case 2 -> new Item(1, large + large, i % 3, large + i);
            default -> new Item(1, "small", i % 3, "small" + i);
          });
    }
    try (var sorter = new ExternalSorter(settings(directory, 4096, 4, 128, 1000))) {
      addAll(sorter, items);
      assertThat(drain(sorter.finish())).isEqualTo(reference(items));
    }
  }

  @Test
  void comparesLongKeysToTheirEnd() throws IOException {
    String prefix = "x".repeat(50_000);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      items.add(new Item(1, prefix + (i % 4 == 3 ? "" : "" + i % 4), 0, "" + i));
    }
    try (var sorter = new ExternalSorter(settings(directory, 120_000, 3, 128, 1000))) {
      addAll(sorter, items);
      assertThat(drain(sorter.finish())).isEqualTo(reference(items));
    }
  }

  @Test
  void deletesItsFilesAndGivesBackItsMemoryWhenClosedEarly() throws IOException {
    Set<MemorySegment> taken = new HashSet<>();
    SortMemory memory =
        new SortMemory() {
          @Override
          public MemorySegment allocate(int bytes) {
            MemorySegment segment = OFF_HEAP.allocate(bytes);
            taken.add(segment);
            return segment;
          }

          @Override
          public void release(MemorySegment segment) {
            assertThat(taken.remove(segment)).isTrue();
            segment.free();
          }
        };
    Path nested = directory.resolve("a/b");
    var sorter = new ExternalSorter(tiny(nested).withMemory(memory));
    addAll(sorter, randomItems(5_000, 10, 10, 10));
    assertThat(Sorting.files(nested)).isNotEmpty();
    assertThat(taken).isNotEmpty();
    sorter.close();
    sorter.close();
    assertThat(Sorting.files(nested)).isEmpty();
    assertThat(taken).isEmpty();
  }

  @Test
  void deletesItsFilesWhenClosedWhileGroupsAreRead() throws IOException {
    var sorter = new ExternalSorter(tiny(directory));
    addAll(sorter, randomItems(5_000, 2, 2, 10));
    SortedGroup group = requireNonNull(sorter.finish().next());
    GroupIterator entries = group.entries();
    assertThat(entries.advance()).isTrue();
    sorter.close();
    assertThat(Sorting.files(directory)).isEmpty();
    assertThatThrownBy(() -> Sorting.read(group)).hasMessageContaining("closed");
  }

  @Test
  void usesAllDirectories() throws IOException {
    List<Path> directories = List.of(directory.resolve("1"), directory.resolve("2"));
    var tiny = tiny(directory);
    var spread =
        new SorterSettings(
            tiny.memoryBytes(), tiny.segmentBytes(), tiny.memory(), directories, 9, 64, 0);
    try (var sorter = new ExternalSorter(spread)) {
      addAll(sorter, randomItems(5_000, 10, 10, 10));
      assertThat(directories).allSatisfy(each -> assertThat(Sorting.files(each)).isNotEmpty());
    }
  }

  @Test
  void namesTheDirectoryAndTheOptionWhenItCannotWrite() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (var sorter = new ExternalSorter(tiny(file.resolve("spill")))) {
      assertThatThrownBy(() -> addAll(sorter, randomItems(5_000, 10, 10, 10)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.resolve("spill").toString())
          .hasMessageContaining("io.tmp.dirs");
    }
  }

  @Test
  void endsWhenInterrupted() throws IOException {
    try (var sorter = new ExternalSorter(tiny(directory))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> addAll(sorter, randomItems(5_000, 10, 10, 10)))
          .isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Sorting.files(directory)).isEmpty();
  }

  @Test
  void refusesRecordsWhenFinishedOrClosed() throws IOException {
    var sorter = new ExternalSorter(tiny(directory));
    var unused = sorter.finish();
    Item item = new Item(1, "k", 1, "p");
    assertThatThrownBy(() -> add(sorter, item)).hasMessageContaining("finished");
    sorter.close();
    assertThatThrownBy(() -> add(sorter, item)).hasMessageContaining("closed");
    assertThatThrownBy(sorter::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> SorterSettings.of(10, List.of(directory)))
        .hasMessage("The sorter's memoryBytes must be at least 1024, found 10.");
    assertThatThrownBy(() -> SorterSettings.of(1 << 20, List.of()))
        .hasMessageContaining("io.tmp.dirs");
  }

  private static List<Item> randomItems(int count, int keys, int hashes, int orders) {
    Random random = new Random(count + 31L * keys + hashes);
    LongSupplier order =
        orders == 1 ? () -> 0 : () -> (random.nextInt(orders) - orders / 2) * 1_000_003L;
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int key = random.nextInt(keys);
      int hash = Integer.remainderUnsigned(key * 0x9E3779B9, hashes) - hashes / 2;
      items.add(
          new Item(
              hash,
              "k".repeat(key % 7) + key,
              order.getAsLong(),
              i + "p".repeat(random.nextInt(40))));
    }
    return items;
  }
}
