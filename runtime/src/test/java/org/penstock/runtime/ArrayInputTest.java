package org.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ArrayInputTest {
  private static final byte[] BYTES = {9, 1, -2, 3, 9};

  private final ArrayInput input = new ArrayInput(BYTES, 1, 3);

  @Test
  void readsEachByteOfItsPart() {
    assertThat(input.read()).isEqualTo(1);
    assertThat(input.read()).isEqualTo(254);
    assertThat(input.available()).isEqualTo(1);
    assertThat(input.read()).isEqualTo(3);
    assertThat(input.read()).isEqualTo(-1);
    assertThat(input.available()).isZero();
  }

  @Test
  void readsWhatIsThere() throws IOException {
    byte[] target = new byte[5];

    assertThat(input.read(target, 1, 0)).isZero();
    assertThat(input.read(target, 1, 4)).isEqualTo(3);

    assertThat(target).containsExactly(0, 1, -2, 3, 0);
    assertThat(input.read(target)).isEqualTo(-1);
  }

  @Test
  void skipsToItsEndAtMost() {
    assertThat(input.skip(-1)).isZero();
    assertThat(input.skip(1)).isEqualTo(1);
    assertThat(input.skip(10)).isEqualTo(2);
    assertThat(input.read()).isEqualTo(-1);
  }

  @Test
  void hasNoPartOutsideOfTheArray() {
    assertThatThrownBy(() -> new ArrayInput(BYTES, 3, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
