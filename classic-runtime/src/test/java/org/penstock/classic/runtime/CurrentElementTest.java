package org.penstock.classic.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.junit.jupiter.api.Test;

final class CurrentElementTest {
  private final CurrentElement<String> current =
      new CurrentElement<>(new DoFn<String, String>() {});
  private int made;

  private String make(WindowedValue<?> element) {
    made++;
    return "made of " + element.getValue();
  }

  private static WindowedValue<Integer> element(int value) {
    return WindowedValues.valueInGlobalWindow(value);
  }

  @Test
  void aValueIsMadeWhenItIsAskedForAndOnce() {
    current.set(this::make, element(1));
    current.set(this::make, element(2));
    assertThat(made).isZero();

    assertThat(current.value()).isEqualTo("made of 2");
    assertThat(current.value()).isEqualTo("made of 2");
    assertThat(made).isEqualTo(1);
  }

  @Test
  void eachElementHasItsOwn() {
    current.set(this::make, element(1));
    assertThat(current.value()).isEqualTo("made of 1");

    current.set("given", element(2));
    assertThat(current.value()).isEqualTo("given");
    current.set(this::make, element(3));
    assertThat(current.value()).isEqualTo("made of 3");
    assertThat(current.like()).isEqualTo(element(3));
  }
}
