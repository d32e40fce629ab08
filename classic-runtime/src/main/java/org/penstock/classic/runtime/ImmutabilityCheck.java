package org.penstock.classic.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.IllegalMutationException;
import org.apache.beam.sdk.util.MutationDetector;
import org.apache.beam.sdk.util.MutationDetectors;
import org.apache.beam.sdk.values.WindowedValue;
import org.penstock.spi.StepException;

/**
 * Notices when an element of a PCollection is changed after it was output: by who takes it, at
 * once; by who output it, at the end of the bundle.
 */
final class ImmutabilityCheck<T> implements Receiver<T> {
  private final String step;
  private final Coder<T> coder;
  private final Receiver<T> target;
  private final List<MutationDetector> outputs = new ArrayList<>();

  /**
   * @param step the full name of the transform that outputs the elements
   */
  ImmutabilityCheck(String step, Coder<T> coder, Receiver<T> target) {
    this.step = step;
    this.coder = coder;
    this.target = target;
  }

  @Override
  public void accept(WindowedValue<T> value) {
    MutationDetector detector;
    try {
      detector = MutationDetectors.forValueWithCoder(value.getValue(), coder);
    } catch (CoderException e) {
      throw new StepException(step, e);
    }
    target.accept(value);
    verify(detector, "an element that " + step + " has output was changed by who took it");
    outputs.add(detector);
  }

  /** Checks all elements of the bundle once more. */
  void finishBundle() {
    outputs.forEach(
        detector -> verify(detector, "an element was changed after it had been output"));
    outputs.clear();
  }

  private void verify(MutationDetector detector, String what) {
    try {
      detector.verifyUnmodified();
    } catch (IllegalMutationException e) {
      throw new StepException(
          step, new IllegalStateException("Beam forbids changing elements: " + what, e));
    }
  }
}
