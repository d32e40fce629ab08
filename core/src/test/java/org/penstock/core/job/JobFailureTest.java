package org.penstock.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.util.UserCodeException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;
import org.penstock.core.FailedStepException;
import org.penstock.spi.StepException;

final class JobFailureTest {
  private static final ClassLoader LOADER = JobFailureTest.class.getClassLoader();

  private static Throwable failure(Throwable cause) {
    return JobFailure.of(
        new CompletionException(
            new JobExecutionException(new JobID(), "Job execution failed.", cause)),
        "job",
        LOADER);
  }

  @Test
  void theStepAndTheUsersExceptionAreFound() {
    IllegalStateException users = new IllegalStateException("no");

    Throwable found = failure(new RuntimeException(new StepException("Parse", users)));

    assertThat(found)
        .isInstanceOfSatisfying(
            FailedStepException.class, e -> assertThat(e.step()).isEqualTo("Parse"))
        .hasMessage("Step Parse failed: java.lang.IllegalStateException: no")
        .hasCause(users);
  }

  @Test
  void aSerializedFailureIsReadBack() {
    Throwable found =
        failure(
            new SerializedThrowable(new StepException("Parse", new IllegalStateException("no"))));

    assertThat(found).isInstanceOf(FailedStepException.class);
    assertThat(found.getCause()).isExactlyInstanceOf(IllegalStateException.class).hasMessage("no");
  }

  @Test
  void aFailureThatCannotBeReadBackStillNamesItsStep() {
    Throwable found =
        failure(new SerializedThrowable(new StepException("Parse", new Unserializable())));

    assertThat(found)
        .isInstanceOfSatisfying(
            FailedStepException.class, e -> assertThat(e.step()).isEqualTo("Parse"))
        .hasMessageContaining("holds a thread");
  }

  @Test
  void beamsWrapperIsTakenOff() {
    IllegalStateException users = new IllegalStateException("no");

    Throwable found = failure(new StepException("Parse", UserCodeException.wrap(users)));

    assertThat(found.getCause()).isSameAs(users);
  }

  @Test
  void anAssertionIsThrownItself() {
    AssertionError assertion = new AssertionError("1 is not 2");

    assertThat(failure(new StepException("Check", UserCodeException.wrap(assertion))))
        .isSameAs(assertion);
  }

  @Test
  void userCodeOutsideAStepIsFoundToo() {
    IllegalStateException users = new IllegalStateException("no");

    assertThat(failure(UserCodeException.wrap(users)))
        .isExactlyInstanceOf(PipelineExecutionException.class)
        .hasCause(users);
  }

  @Test
  void anotherFailureTellsItsRoot() {
    Throwable found = failure(new RuntimeException("outer", new IllegalStateException("no slots")));

    assertThat(found)
        .isInstanceOf(PipelineExecutionException.class)
        .hasMessageContaining("The job job failed: java.lang.IllegalStateException: no slots");
  }

  @Test
  void aCancellationIsKnown() {
    Throwable cancelled =
        new CompletionException(new JobCancellationException(new JobID(), "cancelled", null));

    assertThat(JobFailure.isCancellation(cancelled, LOADER)).isTrue();
    assertThat(JobFailure.isCancellation(new RuntimeException("x"), LOADER)).isFalse();
  }

  private static final class Unserializable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // That it cannot be serialized is the point.
    private final Object thread = Thread.currentThread();

    @Override
    public String getMessage() {
      return "holds a thread " + thread.getClass().getSimpleName();
    }
  }
}
