package org.penstock.runtime.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.InMemoryBundleFinalizer;
import org.apache.beam.runners.core.InMemoryBundleFinalizer.Finalization;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

final class FinalizationsTest {
  private final List<String> called = new ArrayList<>();

  private List<Finalization> bundle(String name, Instant expiry) {
    InMemoryBundleFinalizer finalizer = new InMemoryBundleFinalizer();
    finalizer.afterBundleCommit(expiry, () -> called.add(name));
    return finalizer.getAndClearFinalizations();
  }

  private List<Finalization> bundle(String name) {
    return bundle(name, Instant.now().plus(Duration.standardMinutes(1)));
  }

  @Test
  void aBundleIsFinalizedByItsOwnCheckpointAndNoEarlierOne() throws Exception {
    Finalizations finalizations = new Finalizations(true);
    finalizations.add(bundle("one"));
    finalizations.checkpoint(1);
    finalizations.add(bundle("two"));
    finalizations.checkpoint(2);
    finalizations.add(bundle("three"));

    finalizations.completed(1);
    assertThat(called).containsExactly("one");
    finalizations.completed(2);
    assertThat(called).containsExactly("one", "two");
  }

  @Test
  void aCheckpointHoldsTheBundlesOfThoseThatFailedBeforeIt() throws Exception {
    Finalizations finalizations = new Finalizations(true);
    finalizations.add(bundle("one"));
    finalizations.checkpoint(1);
    finalizations.add(bundle("two"));
    finalizations.checkpoint(2);

    finalizations.completed(2);
    finalizations.completed(2);

    assertThat(called).containsExactly("one", "two");
  }

  @Test
  void withoutCheckpointsTheEndOfABundleIsItsCommit() throws Exception {
    Finalizations finalizations = new Finalizations(false);
    finalizations.add(bundle("one"));
    assertThat(called).containsExactly("one");
  }

  @Test
  void nobodyIsCalledBackTooLate() throws Exception {
    Finalizations finalizations = new Finalizations(true);
    finalizations.add(bundle("one", Instant.now().minus(Duration.millis(1))));
    finalizations.checkpoint(1);
    finalizations.completed(1);
    assertThat(called).isEmpty();
  }
}
