package org.penstock.job.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.penstock.core.PenstockPipelineOptions;
import org.penstock.core.PenstockPipelineResult;
import org.penstock.core.PenstockRunner;
import org.penstock.core.PluginCatalog;
import org.penstock.job.server.packed.PackedPipeline;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the pipeline of the jar that it is in. Started by {@code java -jar} it waits for the job's
 * end; started by Flink ({@code flink run}, or a jar that was uploaded to a cluster), it submits
 * the job there, and how it ends is Flink's to tell.
 */
@Command(
    name = "java -jar JAR",
    description = "Runs the pipeline of the jar.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 the job is done, 1 it failed or cannot run, 2 the command line is wrong."
    })
public final class PackedPipelineCommand implements Callable<Integer> {
  @Option(
      names = "--base-job-name",
      paramLabel = "NAME",
      description = "Which pipeline of the jar, if it has several; the one it names if not given.")
  private @Nullable String name;

  @Option(
      names = "--flink-conf-dir",
      paramLabel = "DIR",
      description = "A directory with Flink's config.yaml.")
  private @Nullable String confDir;

  private final boolean inFlink;

  private PackedPipelineCommand(boolean inFlink) {
    this.inFlink = inFlink;
  }

  /**
   * Runs the pipeline. A process that is started for this ends with it.
   *
   * @throws IllegalArgumentException if the arguments are wrong; usage is on stderr
   * @throws IllegalStateException if the job cannot be run; its cause is the reason
   */
  public static void main(String[] arguments) {
    ClassLoader own = PackedPipelineCommand.class.getClassLoader();
    if (own == ClassLoader.getSystemClassLoader()) {
      System.exit(
          new CommandLine(new PackedPipelineCommand(false))
              .setExecutionExceptionHandler(
                  (e, line, parsed) -> {
                    System.err.println(FailureText.of(e));
                    return 1;
                  })
              .execute(arguments));
    }
    // In Flink's process, which has to live on; it wants an exception.
    CommandLine command = new CommandLine(new PackedPipelineCommand(true));
    Throwable[] failure = new Throwable[1];
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          failure[0] = e;
          return 1;
        });
    int exit = command.execute(arguments);
    if (failure[0] != null) {
      throw new IllegalStateException("The pipeline of the jar cannot be run", failure[0]);
    }
    if (exit != 0) {
      throw new IllegalArgumentException(
          "The arguments of the jar are wrong: " + String.join(" ", arguments));
    }
  }

  @Override
  public Integer call() throws IOException {
    ClassLoader current = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = current == null ? PackedPipelineCommand.class.getClassLoader() : current;
    PackedPipeline packed = PackedPipeline.read(loader, name);
    RunnerApi.Pipeline pipeline =
        UniqueNames.of(PipelineEnvironments.normalized(packed.pipeline()));
    PenstockPipelineOptions options =
        JobOptions.of(packed.options(), packed.name(), JobServerSettings.FlinkDefaults.local());
    if (confDir != null) {
      options.setFlinkConfDir(confDir);
    }
    PluginCatalog plugins = PluginCatalog.discover(loader);
    new PipelineCheck(plugins.environments()).check(pipeline);
    if (inFlink) {
      options.setFlinkMaster("[auto]");
    }
    PenstockPipelineResult running = PenstockRunner.of(options, plugins).submit(pipeline);
    return inFlink ? 0 : await(running, options.getJobTimeoutMillis());
  }

  private static int await(PenstockPipelineResult running, long limit) throws IOException {
    PipelineResult.@Nullable State last =
        running.waitUntilFinish(Duration.millis(Math.max(0, limit)));
    if (last == null) {
      System.err.println(
          "The job is cancelled, for it did not end within " + limit + " ms (jobTimeoutMillis).");
      running.cancel();
      return 1;
    }
    System.out.println("The job has ended: " + last);
    return last == PipelineResult.State.DONE ? 0 : 1;
  }
}
