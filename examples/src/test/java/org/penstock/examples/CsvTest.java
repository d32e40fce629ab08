package org.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CsvTest {
  @Test
  void splitsAtCommasOutsideOfQuotes() {
    assertThat(Csv.fields("a,,\"b, c\",\"say \"\"d\"\"\",", 5))
        .containsExactly("a", "", "b, c", "say \"d\"", "");
  }

  @Test
  void refusesAnotherNumberOfFields() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Csv.fields("a,b", 3))
        .withMessageContaining("\"a,b\" has 2 fields, expected 3");
  }
}
