package org.penstock.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestListTest {

  private static final List<SuiteTest> CATALOGUE =
      List.of(new SuiteTest("C", "one", SuiteTest.Suite.NEEDS_RUNNER, false, Set.of()));

  @Test
  void readsReasonAndCause() {
    TestList list = TestList.parse("list", List.of("C#one | no state | Beam 123"), CATALOGUE);

    assertThat(list.reasons()).containsEntry("C#one", "no state | Beam 123");
  }

  @Test
  void refusesATestThatDoesNotExist() {
    assertThatThrownBy(() -> TestList.parse("list", List.of("C#two | reason"), CATALOGUE))
        .hasMessageContaining("C#two, which is no test of Beam's suites");
  }

  @Test
  void refusesATestThatIsThereTwice() {
    List<String> lines = List.of("C#one | reason", "C#one | another");

    assertThatThrownBy(() -> TestList.parse("list", lines, CATALOGUE))
        .hasMessageContaining("C#one twice");
  }

  @Test
  void refusesATestWithoutAReason() {
    assertThatThrownBy(() -> TestList.parse("list", List.of("C#one"), CATALOGUE))
        .hasMessageContaining("expected 'class#method | reason | cause', found: C#one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic-batch", "direct"})
  void theExpectedFailuresOfEachTargetNameRealTests(String target) {
    List<SuiteTest> catalogue = Catalogue.load();

    TestList list = TestList.load("expected-failures-" + target + ".txt", catalogue);

    assertThat(list.reasons().values()).noneMatch(String::isBlank);
  }
}
