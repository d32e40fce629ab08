package org.penstock.environments.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for one worker, which no other one uses.
 *
 * @param path where it is
 */
record WorkerFolder(Path path) {
  private static final String PREFIX = "penstock-worker-";
  private static final Logger LOG = LoggerFactory.getLogger(ProcessEnvironment.class);

  /**
   * Made here, and not when it is wanted: on a TaskManager an idle worker may be closed after its
   * job, when no class can be loaded any more.
   */
  private static final Deletion DELETION = new Deletion();

  /** Makes one among the temporary files. */
  static WorkerFolder create(String workerId) throws IOException {
    String readable = workerId.replaceAll("[^A-Za-z0-9._-]", "_");
    String prefix = PREFIX + readable.substring(0, Math.min(readable.length(), 64)) + "-";
    try {
      return new WorkerFolder(Files.createTempDirectory(prefix).toAbsolutePath());
    } catch (IOException e) {
      throw new IOException(
          "No folder for the worker "
              + workerId
              + " can be made in "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + e
              + "). Set -Djava.io.tmpdir to a folder that can be written.",
          e);
    }
  }

  /** Deletes it with its content, if it is there; links are deleted and not followed. */
  void delete() {
    try {
      Files.walkFileTree(path, DELETION);
    } catch (NoSuchFileException e) {
      // The supervising shell was faster.
      LOG.trace("{} was deleted already", path);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("The worker's folder {} cannot be deleted: {}", path, e.toString());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
