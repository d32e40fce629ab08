package org.penstock.runtime.sort;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that would not fit in the heap of the tests if the sorter kept it there. */
class HugeGroupTest {

  private static final int MEGABYTE = 1 << 20;

  private final Path directory;

  HugeGroupTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsAGroupOfManyRunsTwice() throws IOException {
    int count = 1_500;
    byte[] payload = new byte[MEGABYTE];
    byte[] key = {1};
    try (var sorter = new ExternalSorter(SorterSettings.of(16 * MEGABYTE, List.of(directory)))) {
      for (int i = 0; i < count; i++) {
        ByteBuffer.wrap(payload).putInt(i);
        sorter.add(1, key, 0, 1, -i, payload, 0, payload.length);
      }
      SortedGroup group = requireNonNull(sorter.finish().next());
      for (int pass = 0; pass < 2; pass++) {
        GroupIterator entries = group.entries();
        for (int i = count - 1; i >= 0; i--) {
          assertThat(entries.advance()).isTrue();
          assertThat(entries.order()).isEqualTo(-i);
          assertThat(entries.length()).isEqualTo(MEGABYTE);
          int found = ByteBuffer.wrap(entries.array(), entries.offset(), 4).getInt();
          assertThat(found).isEqualTo(i);
        }
        assertThat(entries.advance()).isFalse();
      }
    }
  }

  @Test
  void takesAHugeKeyAndAHugePayload() throws IOException {
    byte[] huge = new byte[100 * MEGABYTE];
    huge[huge.length - 1] = 7;
    byte[] small = {1, 2};
    try (var sorter = new ExternalSorter(SorterSettings.of(16 * MEGABYTE, List.of(directory)))) {
      for (int i = 0; i < 3; i++) {
        sorter.add(1, huge, 0, huge.length, 0, small, 0, 1 + i % 2);
        sorter.add(2, small, 0, 2, -i, huge, 0, huge.length - i);
      }
      SortedGroups groups = sorter.finish();
      SortedGroup first = requireNonNull(groups.next());
      assertThat(first.key()).isEqualTo(huge);
      GroupIterator entries = first.entries();
      for (int i = 0; i < 3; i++) {
        assertThat(entries.advance()).isTrue();
        assertThat(entries.length()).isEqualTo(1 + i % 2);
      }
      assertThat(entries.advance()).isFalse();
      GroupIterator payloads = requireNonNull(groups.next()).entries();
      for (int i = 2; i >= 0; i--) {
        assertThat(payloads.advance()).isTrue();
        assertThat(payloads.length()).isEqualTo(huge.length - i);
        assertThat(payloads.array()[payloads.offset() + payloads.length() - 1])
            .isEqualTo((byte) (i == 0 ? 7 : 0));
      }
      assertThat(payloads.advance()).isFalse();
      assertThat(groups.next()).isNull();
    }
  }
}
