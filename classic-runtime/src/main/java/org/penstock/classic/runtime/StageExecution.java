package org.penstock.classic.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.beam.runners.core.InMemoryBundleFinalizer;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.apache.beam.runners.core.TimerInternals.TimerData;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.WindowedValue;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.penstock.spi.TaskOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage that runs: its steps, each of which calls the next ones directly. Used by one thread.
 *
 * <p>Whoever drives it begins and ends bundles, and decides when a bundle counts as committed.
 */
public final class StageExecution implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StageExecution.class);

  private final StageSpec spec;
  private final StageRuntime runtime;
  private final List<Step<?>> steps;
  private final Receiver<?> root;
  private final InMemoryBundleFinalizer finalizer = new InMemoryBundleFinalizer();
  private final ResidualQueue residuals;
  private final List<ImmutabilityCheck<?>> checks = new ArrayList<>();
  private final boolean checksElements;

  /**
   * Sets up all steps.
   *
   * @throws org.penstock.spi.StepException if user code failed
   */
  public StageExecution(StageSpec spec, StageRuntime runtime) {
    this.spec = spec;
    this.runtime = runtime;
    this.residuals = new ResidualQueue(runtime.restrictions());
    this.checksElements = runtime.options().as(TaskOptions.class).getEnforceElementImmutability();
    this.steps = new ArrayList<>(Collections.nCopies(spec.steps().size(), null));
    // From the last to the first, for a step is given the steps behind it.
    for (int i = spec.steps().size() - 1; i >= 0; i--) {
      steps.set(i, open(i));
    }
    this.root = steps.get(0);
  }

  private Step<?> open(int index) {
    StepSpec step = spec.steps().get(index);
    Map<String, Receiver<?>> outputs = new HashMap<>();
    step.outputs()
        .forEach(
            (tag, pcollection) ->
                outputs.put(tag, checked(step.name(), pcollection, receiver(pcollection))));
    return step.kind()
        .open(
            new StepContext(
                step.name(),
                runtime.options(),
                runtime.metrics().container(step.name()),
                outputs,
                new StepSideInputs(step.name(), step.sideInputs(), runtime.sideInputs()),
                finalizer,
                residuals,
                index == 0 ? runtime.keyed() : null));
  }

  private Receiver<?> receiver(String pcollection) {
    List<Receiver<?>> receivers = new ArrayList<>();
    for (int i = 0; i < spec.steps().size(); i++) {
      if (spec.inputs().get(i).equals(pcollection) && i > 0) {
        receivers.add(steps.get(i));
      }
    }
    int output = spec.outputs().indexOf(pcollection);
    if (output >= 0) {
      receivers.add(runtime.outputs().get(output));
    }
    return switch (receivers.size()) {
      case 0 -> ignored -> {};
      case 1 -> receivers.get(0);
      default -> fanOut(receivers);
    };
  }

  /** With {@code --enforceElementImmutability}, a receiver that checks the elements. */
  @SuppressWarnings("unchecked") // the coder of the very PCollection
  private Receiver<?> checked(String step, String pcollection, Receiver<?> receiver) {
    if (!checksElements) {
      return receiver;
    }
    ImmutabilityCheck<Object> check =
        new ImmutabilityCheck<>(
            step,
            (Coder<Object>) Objects.requireNonNull(spec.coders().get(pcollection)),
            (Receiver<Object>) receiver);
    checks.add(check);
    return check;
  }

  @SuppressWarnings("unchecked") // all read the same PCollection
  private static Receiver<Object> fanOut(List<Receiver<?>> receivers) {
    return value -> {
      for (int i = 0; i < receivers.size(); i++) {
        ((Receiver<Object>) receivers.get(i)).accept(value);
      }
    };
  }

  /** Takes the elements of the stage's input. */
  @SuppressWarnings("unchecked") // the caller feeds it the PCollection that the stage was made for
  public <T> Receiver<T> input() {
    return (Receiver<T>) root;
  }

  /**
   * Takes the elements of a stage with keyed state, for the key that is the current one; the value
   * of an element is made when user code asks for it.
   *
   * @param value makes the value of what the consumer is given, which has the element's timestamp,
   *     windows and pane
   */
  @SuppressWarnings("unchecked") // as above
  public <T> Consumer<WindowedValue<?>> input(Function<WindowedValue<?>, T> value) {
    return ((KeyedStep<T>) root).input(value);
  }

  /** Begins a bundle. */
  public void startBundle() {
    for (Step<?> step : steps) {
      step.startBundle();
    }
  }

  /** Ends the bundle, from the first step to the last: each may output to those behind it. */
  public void finishBundle() {
    for (Step<?> step : steps) {
      step.finishBundle();
    }
    checks.forEach(ImmutabilityCheck::finishBundle);
    runtime.metrics().bundleFinished();
  }

  /**
   * Who asked to be told when the bundles are committed that were finished since the last call; for
   * whoever drives the stage and calls them back itself.
   */
  public List<Finalization> takeFinalizations() {
    return finalizer.getAndClearFinalizations();
  }

  /**
   * Calls back whoever asked to be told when the bundles finished so far are committed. Callbacks
   * are a best effort by Beam's contract, but a failing one is no secret.
   *
   * @throws Exception what a callback threw
   */
  public void bundlesCommitted() throws Exception {
    for (Finalization finalization : finalizer.getAndClearFinalizations()) {
      if (Instant.now().isBefore(finalization.getExpiryTime())) {
        finalization.getCallback().onBundleSuccess();
      }
    }
  }

  /**
   * Calls back a timer of the stage's root that is due, within a bundle.
   *
   * @param key the timer's key, which the keyed state of {@link StageRuntime#keyed()} is set to
   */
  public void onTimer(@Nullable Object key, TimerData timer) {
    ((KeyedStep<?>) root).onTimer(key, timer);
  }

  /** Whether a splittable DoFn has left anything for a later bundle that the host does not keep. */
  public boolean hasResiduals() {
    return !residuals.isEmpty();
  }

  /**
   * Goes on with what a splittable DoFn left, within a bundle, waiting until it is due.
   *
   * @throws InterruptedException if the thread was interrupted while waiting
   */
  public void processResidual() throws InterruptedException {
    residuals.process();
  }

  /**
   * Makes the restriction of an element a bounded one, since the pipeline is to end.
   *
   * @param element what {@link RestrictionRuntime#later} was given
   * @return what is still to be processed, or null if that is nothing
   */
  public @Nullable WindowedValue<?> truncate(WindowedValue<?> element) {
    return ((RestrictionStep) root).truncate(element);
  }

  /**
   * Tears all steps down, each even if one before it fails. A failure is logged and no more: all
   * bundles are done, and what a task throws while it is cancelled ends the whole TaskManager.
   */
  @Override
  public void close() {
    for (int i = 0; i < steps.size(); i++) {
      Step<?> step = steps.get(i);
      try {
        if (step != null) {
          step.close();
        }
      } catch (RuntimeException | Error e) {
        LOG.error("Step {} could not be torn down", spec.steps().get(i).name(), e);
      }
    }
  }
}
