package org.penstock.job.server;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a job server is started with.
 *
 * @param addresses where it listens
 * @param artifacts where staged files go
 * @param flink where jobs run that do not say so themselves
 * @param security who may talk to it
 * @param limits how much it takes and keeps
 */
public record JobServerSettings(
    Addresses addresses,
    Artifacts artifacts,
    FlinkDefaults flink,
    ServerSecurity security,
    Limits limits) {

  /**
   * Where the server listens.
   *
   * @param host a name or address; anything but loopback needs {@link ServerSecurity}
   * @param jobPort the port of the Job API, 0 for any free one
   * @param artifactPort the port of the Artifact API, 0 for any free one
   * @param expansionPort the port of the expansion service, 0 for any free one, negative for none
   */
  public record Addresses(String host, int jobPort, int artifactPort, int expansionPort) {
    /** Localhost, at free ports. */
    public static Addresses dynamic() {
      return new Addresses("localhost", 0, 0, 0);
    }

    /** Checks the ports. */
    public Addresses {
      atMost(65535, "job port", jobPort);
      atMost(65535, "artifact port", artifactPort);
      atMost(65535, "expansion port", expansionPort);
      if (jobPort < 0 || artifactPort < 0) {
        throw new IllegalArgumentException("Only the expansion port may be negative, for none.");
      }
    }

    private static void atMost(int most, String name, int value) {
      if (value > most) {
        throw new IllegalArgumentException(
            "The " + name + " is 0 to " + most + ", and was " + value + ".");
      }
    }
  }

  /**
   * Where staged files go.
   *
   * @param directory holds a folder for each job, is made if absent; null for a temporary one that
   *     goes with the server
   * @param cleanPerJob whether a job's folder is deleted when the job ends
   * @param maxBytesPerJob how much a job may stage
   */
  public record Artifacts(@Nullable Path directory, boolean cleanPerJob, long maxBytesPerJob) {
    /** A temporary directory, cleaned after each job, eight gigabytes a job. */
    public static Artifacts temporary() {
      return new Artifacts(null, true, 8L << 30);
    }
  }

  /**
   * For jobs that do not say it themselves.
   *
   * @param master as the option {@code flinkMaster}; with {@code [auto]} it is what Flink's
   *     execution environment is in this JVM
   * @param confDir as the option {@code flinkConfDir}; null for none
   */
  public record FlinkDefaults(String master, @Nullable String confDir) {
    private static final String FILE = "config.yaml";
    private static final String OF_FLINK_1 = "flink-conf.yaml";

    /**
     * Checks that there is what the directory should have.
     *
     * @throws IllegalArgumentException if not
     */
    void check() {
      if (confDir == null || Files.isRegularFile(Path.of(confDir, FILE))) {
        return;
      }
      throw new IllegalArgumentException(
          Files.isRegularFile(Path.of(confDir, OF_FLINK_1))
              ? String.format(
                  "Flink 2 reads %s, and in %s is only the %s of Flink 1. Rename it: its lines"
                      + " are valid there.",
                  FILE, confDir, OF_FLINK_1)
              : "--flink-conf-dir is a directory with a " + FILE + ", and was " + confDir + ".");
    }

    /** A cluster in this JVM for each job. */
    public static FlinkDefaults local() {
      return new FlinkDefaults("[local]", null);
    }
  }

  /**
   * How much the server takes and keeps.
   *
   * @param history how many ended jobs stay listed
   * @param maxMessageBytes the largest message that is taken, such as a pipeline
   * @param messagesPerJob how many messages of a job can still be read
   * @param preparedMinutes how long a job that was prepared is kept when nobody runs it
   * @param workerLogs what is told of that which workers in this JVM's cluster log
   */
  public record Limits(
      int history,
      int maxMessageBytes,
      int messagesPerJob,
      long preparedMinutes,
      WorkerLogLevel workerLogs) {
    /** Ten jobs, 256 MiB, 10,000 messages, one hour, warnings and errors of workers. */
    public static Limits defaults() {
      return new Limits(10, 256 << 20, 10_000, 60, WorkerLogLevel.WARN);
    }

    /** Checks that all make sense. */
    public Limits {
      if (history < 0 || maxMessageBytes < 1 || messagesPerJob < 1 || preparedMinutes < 1) {
        throw new IllegalArgumentException(
            "A history of 0 or more and positive sizes are wanted, and were: history "
                + history
                + ", message bytes "
                + maxMessageBytes
                + ", messages per job "
                + messagesPerJob
                + ", minutes "
                + preparedMinutes
                + ".");
      }
    }

    /** This, with another history. */
    public Limits withHistory(int jobs) {
      return new Limits(jobs, maxMessageBytes, messagesPerJob, preparedMinutes, workerLogs);
    }

    /** This, with another size of messages. */
    public Limits withMaxMessageBytes(int bytes) {
      return new Limits(history, bytes, messagesPerJob, preparedMinutes, workerLogs);
    }

    /** This, with another level for what workers log. */
    public Limits withWorkerLogs(WorkerLogLevel level) {
      return new Limits(history, maxMessageBytes, messagesPerJob, preparedMinutes, level);
    }
  }

  /** On localhost at free ports, each job on a cluster in this JVM. */
  public static JobServerSettings defaults() {
    return new JobServerSettings(
        Addresses.dynamic(),
        Artifacts.temporary(),
        FlinkDefaults.local(),
        ServerSecurity.none(),
        Limits.defaults());
  }

  /** This, with other addresses. */
  public JobServerSettings with(Addresses other) {
    return new JobServerSettings(other, artifacts, flink, security, limits);
  }

  /** This, with other artifact settings. */
  public JobServerSettings with(Artifacts other) {
    return new JobServerSettings(addresses, other, flink, security, limits);
  }

  /** This, with another Flink. */
  public JobServerSettings with(FlinkDefaults other) {
    return new JobServerSettings(addresses, artifacts, other, security, limits);
  }

  /** This, with other security. */
  public JobServerSettings with(ServerSecurity other) {
    return new JobServerSettings(addresses, artifacts, flink, other, limits);
  }

  /** This, with other limits. */
  public JobServerSettings with(Limits other) {
    return new JobServerSettings(addresses, artifacts, flink, security, other);
  }
}
