package org.penstock.conformance.portable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.penstock.job.server.JobServer;
import org.penstock.job.server.JobServerSettings;

/**
 * The one job server of a JVM that runs tests, at free ports. It submits to whatever Flink this
 * JVM's execution environment is. It ends with the JVM.
 *
 * @param client talks to it
 * @param artifact a file that a pipeline can have as an artifact
 */
record SharedJobServer(JobApiClient client, Path artifact) {
  /** Starts it with the first call. */
  static SharedJobServer get() {
    return Holder.SERVER;
  }

  private static SharedJobServer start() {
    try {
      JobServer server =
          JobServer.start(
              JobServerSettings.defaults()
                  .with(new JobServerSettings.FlinkDefaults("[auto]", null)));
      Path artifact = Files.createTempFile("penstock-conformance-", ".txt");
      artifact.toFile().deleteOnExit();
      Files.writeString(artifact, "An artifact of the tests.");
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "job-server-end"));
      return new SharedJobServer(new JobApiClient(server.jobPort()), artifact);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the job server for the tests", e);
    }
  }

  private static final class Holder {
    static final SharedJobServer SERVER = start();
  }
}
