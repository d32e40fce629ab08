package org.penstock.core.job;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.jspecify.annotations.Nullable;
import org.penstock.core.JobSubmissionException;

/** Looks for the savepoint that a job is to start from, before a cluster is started. */
final class SavepointCheck {
  private static final String METADATA = AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME;

  private SavepointCheck() {}

  /**
   * Reads the first bytes of the savepoint, if the job is to start from one.
   *
   * @throws JobSubmissionException if there is none
   */
  static void readable(SavepointRestoreSettings restore) {
    String given = restore.getRestorePath();
    if (given != null) {
      file(given);
    }
  }

  /**
   * Reads what the savepoint tells of the operators that it is of, but not their state.
   *
   * @param given its path, as users name it
   * @throws JobSubmissionException if there is none, or Flink cannot read it
   */
  static CheckpointMetadata load(String given, ClassLoader loader) {
    Path file = file(given);
    try (DataInputStream in = new DataInputStream(file.getFileSystem().open(file))) {
      return Checkpoints.loadCheckpointMetadata(in, loader, given);
    } catch (EOFException e) {
      throw refused(given, "the file " + file.getName() + " is not whole", e);
    } catch (IOException | RuntimeException e) {
      // Flink tells what it cannot make sense of in many ways, an unknown version by a runtime one.
      throw refused(given, "the file " + file.getName() + " cannot be read: " + e, e);
    }
  }

  private static Path file(String given) {
    try {
      Path path = new Path(given);
      FileSystem files = path.getFileSystem();
      if (!files.exists(path)) {
        throw refused(given, "there is nothing at this path", null);
      }
      Path file = files.getFileStatus(path).isDir() ? new Path(path, METADATA) : path;
      header(given, files, file);
      return file;
    } catch (UnsupportedFileSystemSchemeException | IllegalArgumentException e) {
      throw refused(given, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw refused(given, e.toString(), e);
    }
  }

  private static void header(String given, FileSystem files, Path file) throws IOException {
    if (!files.exists(file)) {
      throw refused(
          given,
          "the directory has no file " + METADATA + ", so it is no savepoint, or an unfinished one",
          null);
    }
    try (DataInputStream in = new DataInputStream(files.open(file))) {
      if (in.readInt() != Checkpoints.HEADER_MAGIC_NUMBER) {
        throw refused(given, "the file " + file.getName() + " is not that of a savepoint", null);
      }
    } catch (EOFException e) {
      throw refused(given, "the file " + file.getName() + " is not whole", e);
    }
  }

  private static JobSubmissionException refused(
      String given, String why, @Nullable Throwable cause) {
    return new JobSubmissionException(
        "The job cannot start from the savepoint "
            + given
            + ": "
            + why
            + ". --savepointPath takes what a savepoint, stop or drain printed, or the folder of a"
            + " retained checkpoint (chk-...).",
        cause);
  }
}
