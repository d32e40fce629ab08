package org.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.FileNotFoundException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation;
import org.apache.beam.sdk.util.UserCodeException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;
import org.penstock.core.FailedStepException;
import org.penstock.core.NoSavepointException;
import org.penstock.core.PipelineRefusedException;
import org.penstock.spi.StepException;

final class FailureReportTest {
  /** Options with one that has to be given. */
  public interface NeedsOutput extends PipelineOptions {
    @Validation.Required
    String getOutput();

    void setOutput(String value);
  }

  @Test
  void namesTheStepAndShowsTheUsersFramesOnly() {
    IllegalStateException own = new IllegalStateException("bad line 7");
    own.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("com.acme.Parse", "process", "Parse.java", 42),
          new StackTraceElement("org.apache.beam.sdk.transforms.MapElements", "x", "M.java", 1)
        });
    Throwable thrown =
        new FailedStepException(
            "Parse lines", new StepException("Parse lines", UserCodeException.wrap(own)));

    assertThat(FailureReport.of(thrown))
        .isEqualTo(
            new FailureReport(
                ExitCode.FAILED,
                "The step Parse lines failed: java.lang.IllegalStateException: bad line 7"
                    + "\n    at com.acme.Parse.process(Parse.java:42)"));
  }

  @Test
  void namesTheStepOfAFailureThatCoreHasNotSeen() {
    Throwable thrown = new RuntimeException(new StepException("Count", new Error("no")));
    assertThat(FailureReport.of(thrown).text())
        .startsWith("The step Count failed: java.lang.Error: no");
  }

  @Test
  void saysWhichFileIsMissing() {
    Throwable thrown =
        new PipelineExecutionException(
            new StepException(
                "Read",
                new RuntimeException(new FileNotFoundException("No files matched spec: in"))));

    assertThat(FailureReport.of(thrown))
        .isEqualTo(
            new FailureReport(
                ExitCode.FAILED,
                "A file was not found in the step Read: No files matched spec: in"));
  }

  @Test
  void findsTheMissingFileInWhatFlinkHasPacked() {
    Throwable packed =
        new SerializedThrowable(new FileNotFoundException("No files matched spec: in"));
    Throwable thrown =
        new PipelineExecutionException(new RuntimeException("The job x failed: y", packed));

    assertThat(FailureReport.of(thrown).text())
        .isEqualTo("A file was not found: No files matched spec: in");
  }

  @Test
  void passesOnWhatCoreSaysOfAJobThatFlinkGaveUp() {
    Throwable thrown =
        new PipelineExecutionException(
            new RuntimeException("The job x failed: no slots", new Exception("other")));
    assertThat(FailureReport.of(thrown).text()).isEqualTo("The job x failed: no slots");
  }

  @Test
  void anUnknownOptionIsWrongUsage() {
    Throwable thrown =
        catchThrowable(() -> PipelineOptionsFactory.fromArgs("--ouptut=x").as(NeedsOutput.class));

    FailureReport report = FailureReport.of(thrown);

    assertThat(report.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(report.text()).startsWith("An option of the pipeline is wrong: ").contains("ouptut");
    assertThat(report.text()).doesNotContain("\n    at ");
  }

  @Test
  void aMissingOptionIsWrongUsage() {
    Throwable thrown =
        catchThrowable(
            () -> PipelineOptionsFactory.fromArgs().withValidation().as(NeedsOutput.class));

    FailureReport report = FailureReport.of(thrown);

    assertThat(report.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(report.text()).contains("Missing required").contains("output");
  }

  @Test
  void tellsAProgramThatIgnoresItsArguments() {
    Throwable thrown = catchThrowable(() -> Pipeline.create().run());
    assertThat(FailureReport.of(thrown).text()).contains("PipelineOptionsFactory.fromArgs(args)");
  }

  @Test
  void passesARefusalOnAsItIs() {
    assertThat(FailureReport.of(new PipelineRefusedException("Cannot run X.")))
        .isEqualTo(new FailureReport(ExitCode.FAILED, "Cannot run X."));
  }

  @Test
  void aSavepointThatIsNotThereIsWrongUsage() {
    Throwable thrown = new RuntimeException(new NoSavepointException("Nothing is there.", null));
    assertThat(FailureReport.of(thrown))
        .isEqualTo(new FailureReport(ExitCode.USAGE, "Nothing is there."));
  }

  @Test
  void anythingElseIsTheProgramsOwn() {
    FailureReport report = FailureReport.of(new IllegalArgumentException("mine"));
    assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(report.text())
        .startsWith("The program failed: java.lang.IllegalArgumentException: mine");
  }

  @Test
  void survivesALoopOfCauses() {
    Exception first = new Exception("first");
    first.initCause(new Exception("second", first));
    assertThat(FailureReport.of(first).text()).contains("first");
  }
}
