package org.penstock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.Assert;
import org.junit.Assume;
import org.junit.Ignore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.runner.JUnitCore;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

final class SuiteWorkerTest {
  @TempDir private Path folder;

  /** A class of a suite. */
  public static final class Sample {
    @org.junit.Test
    public void passes() {}

    @org.junit.Test
    public void fails() {
      Assert.fail("control \u0001 character");
    }

    @org.junit.Test
    @Ignore("to see what becomes of it")
    public void ignored() {}

    @org.junit.Test
    public void assumes() {
      Assume.assumeTrue(false);
    }

    @org.junit.Test
    public void notSelected() {
      Assert.fail("runs, and should not");
    }
  }

  /** One with parameters. */
  @RunWith(Parameterized.class)
  public static final class Twice {
    @Parameterized.Parameter public int number;

    @Parameterized.Parameters
    public static List<Integer> numbers() {
      return List.of(0, 1);
    }

    @org.junit.Test
    public void even() {
      Assume.assumeTrue(number % 2 == 0);
    }

    @org.junit.Test
    public void notSelected() {
      Assert.fail("runs, and should not");
    }
  }

  @Test
  void theReportTellsHowEachSelectedTestEnded() throws Exception {
    String name = Sample.class.getName();
    SuiteWorker.run(new JUnitCore(), name, Set.of("passes", "fails", "ignored", "assumes"), folder);

    List<Outcome> outcomes = Reports.read(folder);
    assertThat(outcomes)
        .extracting(one -> one.id().substring(name.length()) + " " + one.status())
        .containsExactlyInAnyOrder(
            "#passes PASSED", "#fails FAILED", "#ignored SKIPPED", "#assumes SKIPPED");
    assertThat(outcomes)
        .filteredOn(one -> one.status() == Outcome.Status.FAILED)
        .singleElement()
        .extracting(Outcome::trace)
        .asString()
        .contains("control ? character")
        .contains("Sample.fails");
  }

  @Test
  void aMethodWithParametersRunsWithAllOfThem() throws Exception {
    SuiteWorker.run(new JUnitCore(), Twice.class.getName(), Set.of("even"), folder);

    assertThat(Reports.read(folder))
        .extracting(Outcome::status)
        .containsExactly(Outcome.Status.PASSED, Outcome.Status.SKIPPED);
  }

  @Test
  void aClassThatIsNotThereHasFailed() throws Exception {
    SuiteWorker.run(new JUnitCore(), "no.such.Sample", Set.of("passes"), folder);

    assertThat(Reports.read(folder)).singleElement().matches(Outcome::ofClass);
  }
}
