package org.penstock.job.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts a job server, with the flags of Beam's own Flink job server and some more. */
@Command(
    name = "job-server",
    description = {
      "Takes pipelines of any SDK over Beam's Job API and runs them on Flink.",
      "Ends when it is interrupted; jobs on a cluster elsewhere go on."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  penstock job-server",
      "  penstock job-server --flink-master=localhost:8081 --job-port=8099",
      "  penstock job-server --job-host=0.0.0.0 --tls-certificate=cert.pem --tls-key=key.pem",
      "",
      "Exit codes: 0 it was closed, 1 it cannot start, 2 the command line is wrong."
    })
public final class JobServerCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--job-host",
      paramLabel = "HOST",
      defaultValue = "localhost",
      description =
          "Where it listens, ${DEFAULT-VALUE} if not given. What other machines "
              + "can reach needs TLS or a token.")
  private String host = "localhost";

  @Option(
      names = "--job-port",
      paramLabel = "PORT",
      defaultValue = "8099",
      description = "The port of the Job API, ${DEFAULT-VALUE} if not given; 0 for any free one.")
  private int jobPort;

  @Option(
      names = "--artifact-port",
      paramLabel = "PORT",
      defaultValue = "8098",
      description = "The port for artifacts, ${DEFAULT-VALUE} if not given; 0 for any free one.")
  private int artifactPort;

  @Option(
      names = "--expansion-port",
      paramLabel = "PORT",
      defaultValue = "8097",
      description =
          "The port of the expansion service, ${DEFAULT-VALUE} if not given; 0 "
              + "for any free one, negative for no such service.")
  private int expansionPort;

  @Option(
      names = "--artifacts-dir",
      paramLabel = "DIR",
      description =
          "Where staged files go, each job in a folder of its own. If not given, "
              + "a temporary one.")
  private @Nullable Path artifacts;

  @Option(
      names = "--clean-artifacts-per-job",
      paramLabel = "BOOL",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether a job's staged files are deleted at its end; true if not given.")
  private boolean clean;

  @Option(
      names = {"--flink-master", "--flink-master-url"},
      paramLabel = "MASTER",
      defaultValue = "[local]",
      description =
          "Where jobs run that do not say it: [local] or [auto] in this process, "
              + "host:port or an http or https URL is the REST address of a cluster.")
  private String master = "[local]";

  @Option(
      names = "--flink-conf-dir",
      paramLabel = "DIR",
      description = "A directory with Flink's config.yaml.")
  private @Nullable String confDir;

  @Option(
      names = "--history-size",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many jobs that have ended stay listed, ${DEFAULT-VALUE} if not given.")
  private int history;

  @Option(
      names = "--worker-log-level",
      paramLabel = "LEVEL",
      defaultValue = "WARN",
      description =
          "What is told to a job's client of that which its workers log: ${COMPLETION-CANDIDATES};"
              + " ${DEFAULT-VALUE} if not given. Only for jobs in this process.")
  private WorkerLogLevel workerLogs = WorkerLogLevel.WARN;

  @Option(
      names = "--max-message-bytes",
      paramLabel = "N",
      defaultValue = "268435456",
      description = "The largest message, such as a pipeline; ${DEFAULT-VALUE} if not given.")
  private int maxMessageBytes;

  @Option(
      names = "--max-artifact-bytes",
      paramLabel = "N",
      defaultValue = "8589934592",
      description = "How much a job may stage, ${DEFAULT-VALUE} if not given.")
  private long maxArtifactBytes;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "The server's certificate chain (PEM): speak TLS only.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The key of the certificate (PEM, PKCS #8).")
  private @Nullable Path key;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = "Take only clients with a certificate that these (PEM) have signed.")
  private @Nullable Path clientAuthority;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Take only calls with the token in this file: authorization: Bearer TOKEN.")
  private @Nullable Path tokenFile;

  /** A command to be given arguments by picocli. */
  public JobServerCommand() {}

  /** Starts a job server and ends the process with the answer of the command. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new JobServerCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    try (JobServer server = JobServer.start(settings())) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "job-server-close"));
      System.out.println(
          "Listening at "
              + host
              + ": jobs "
              + server.jobPort()
              + ", artifacts "
              + server.artifactPort()
              + ", expansion "
              + (server.expansionPort().isPresent() ? server.expansionPort().getAsInt() : "none"));
      server.awaitClose();
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command(), e.getMessage(), e);
    } catch (IOException e) {
      command().getErr().println("job-server: " + e.getMessage());
      return 1;
    }
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }

  private JobServerSettings settings() throws IOException {
    return new JobServerSettings(
        new JobServerSettings.Addresses(host, jobPort, artifactPort, expansionPort),
        new JobServerSettings.Artifacts(artifacts, clean, maxArtifactBytes),
        // A process that was started for the server is in no cluster that it could find.
        new JobServerSettings.FlinkDefaults(master.equals("[auto]") ? "[local]" : master, confDir),
        new ServerSecurity(certificate, key, clientAuthority, token()),
        JobServerSettings.Limits.defaults()
            .withHistory(history)
            .withMaxMessageBytes(maxMessageBytes)
            .withWorkerLogs(workerLogs));
  }

  private @Nullable String token() throws IOException {
    if (tokenFile == null) {
      return null;
    }
    try {
      return Files.readString(tokenFile).strip();
    } catch (IOException e) {
      throw new IOException("The token file " + tokenFile + " cannot be read: " + e, e);
    }
  }
}
