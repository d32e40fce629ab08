package org.penstock.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.JarOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penstock.spi.TranslationPath;

final class JobListenersTest {
  private final Path folder;

  JobListenersTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void forget() {
    Noting.NEWS.clear();
  }

  @Test
  void listenersAreToldAndTheirFailuresDoNoHarm() throws IOException {
    State state = runWith(Failing.class, Noting.class);

    assertThat(state).isEqualTo(State.DONE);
    assertThat(Noting.NEWS).hasSize(4);
    assertThat(Noting.NEWS.get(0))
        .isInstanceOfSatisfying(Explanation.class, plan -> assertThat(plan.entries()).hasSize(2));
    assertThat(Noting.NEWS.get(1))
        .isInstanceOfSatisfying(
            SubmittedJob.class,
            job -> {
              assertThat(job.name()).isEqualTo("listened");
              assertThat(job.jobId()).matches("[0-9a-f]{32}");
              assertThat(job.path()).isEqualTo(TranslationPath.CLASSIC_BATCH);
            });
    assertThat(Noting.NEWS.get(2)).as("the answer of the REST API").isEqualTo(200);
    assertThat(Noting.NEWS.get(3))
        .isInstanceOfSatisfying(
            JobSummary.class,
            summary -> {
              assertThat(summary.state()).isEqualTo(State.DONE);
              assertThat(summary.duration()).isPositive();
              assertThat(
                      summary.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters())
                  .hasSize(1);
            });
  }

  @Test
  void aListenerThatCannotBeLoadedIsLeftOut() throws IOException {
    assertThat(runWith(Unloadable.class, Noting.class)).isEqualTo(State.DONE);
    assertThat(Noting.NEWS).hasSize(4);
  }

  private State runWith(Class<?>... listeners) throws IOException {
    Path jar = folder.resolve("listeners.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      TestJars.addService(
          out,
          JobListener.class,
          String.join("\n", List.of(listeners).stream().map(Class::getName).toList()));
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {jar.toUri().toURL()}, JobListenersTest.class.getClassLoader())) {
      thread.setContextClassLoader(loader);
      return run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static State run() {
    PenstockPipelineOptions options =
        PipelineOptionsFactory.create().as(PenstockPipelineOptions.class);
    options.setRunner(PenstockRunner.class);
    options.setParallelism(1);
    options.setJobName("listened");
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Impulse.create()).apply(ParDo.of(new Doing.Numbers(2)));
    return PenstockRunner.of(options, PluginCatalog.of(List.of(new TinyPath())))
        .run(pipeline)
        .getState();
  }

  /** Notes what it is told, and whether the REST API knows the job. */
  public static final class Noting implements JobListener {
    static final List<Object> NEWS = new CopyOnWriteArrayList<>();

    /** For the service loader. */
    public Noting() {}

    @Override
    public void planned(Explanation explanation) {
      NEWS.add(explanation);
    }

    @Override
    public void submitted(SubmittedJob job) {
      NEWS.add(job);
      URI rest = job.restAddress().orElseThrow();
      try {
        HttpURLConnection connection =
            (HttpURLConnection) rest.resolve("/jobs/" + job.jobId()).toURL().openConnection();
        NEWS.add(connection.getResponseCode());
      } catch (IOException e) {
        NEWS.add(e);
      }
    }

    @Override
    public void finished(JobSummary summary) {
      NEWS.add(summary);
    }
  }

  /** Fails whatever it is told. */
  public static final class Failing implements JobListener {
    /** For the service loader. */
    public Failing() {}

    @Override
    public void planned(Explanation explanation) {
      throw new IllegalStateException("planned");
    }

    @Override
    public void submitted(SubmittedJob job) {
      throw new IllegalStateException("submitted");
    }

    @Override
    public void finished(JobSummary summary) {
      throw new NoClassDefFoundError("finished");
    }
  }

  /** Cannot be made. */
  public static final class Unloadable implements JobListener {
    /** For the service loader. */
    public Unloadable() {
      throw new IllegalStateException("not today");
    }
  }
}
