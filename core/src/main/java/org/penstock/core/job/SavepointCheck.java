package org.penstock.core.job;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.jspecify.annotations.Nullable;
import org.penstock.core.JobSubmissionException;

/** Looks whether there is a savepoint where a job is to start from, before a cluster is started. */
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
    if (given == null) {
      return;
    }
    try {
      Path path = new Path(given);
      FileSystem files = path.getFileSystem();
      if (!files.exists(path)) {
        throw refused(given, "there is nothing at this path", null);
      }
      metadata(given, files, files.getFileStatus(path));
    } catch (UnsupportedFileSystemSchemeException | IllegalArgumentException e) {
      throw refused(given, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw refused(given, e.toString(), e);
    }
  }

  private static void metadata(String given, FileSystem files, FileStatus found)
      throws IOException {
    Path file = found.isDir() ? new Path(found.getPath(), METADATA) : found.getPath();
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
