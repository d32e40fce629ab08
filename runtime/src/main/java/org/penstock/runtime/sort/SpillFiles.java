package org.penstock.runtime.sort;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the files of one sorter, in all directories by turns, and deletes those that are left. */
final class SpillFiles {

  private static final Logger LOG = LoggerFactory.getLogger(SpillFiles.class);

  private final List<Path> directories;
  private final String name = "penstock-sort-" + UUID.randomUUID();
  private final Set<Path> files = new HashSet<>();
  private int made;

  SpillFiles(List<Path> directories) {
    this.directories = directories;
  }

  /** Returns the path of a file that does not exist yet. */
  Path next() throws IOException {
    // Starting anywhere spreads the sorters that only ever make one file.
    int turn = Math.floorMod(name.hashCode() + made, directories.size());
    Path directory = directories.get(turn);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw failure("make", directory, e);
    }
    Path file = directory.resolve(name + "-" + made++ + ".run");
    files.add(file);
    return file;
  }

  static FileChannel openToWrite(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failure("write to", directoryOf(file), e);
    }
  }

  static IOException failure(String action, Path directory, IOException cause) {
    return new IOException(
        "Can't "
            + action
            + " the spill directory "
            + directory
            + ": "
            + cause
            + ". Batch grouping keeps there what does not fit in managed memory: free some space, or"
            + " let the option io.tmp.dirs name directories that are writable and large enough.",
        cause);
  }

  static Path directoryOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  void delete(Path file) {
    files.remove(file);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("The spilled run {} can't be deleted; delete it by hand.", file, e);
    }
  }

  void deleteAll() {
    for (Path file : List.copyOf(files)) {
      delete(file);
    }
  }
}
