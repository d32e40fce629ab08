package org.penstock.runtime.state;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.beam.runners.core.StateInternals;
import org.apache.beam.runners.core.StateInternalsTest;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.runners.core.StateTag;
import org.apache.beam.sdk.state.State;
import org.apache.beam.sdk.state.StateContext;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;

/** Beam's own tests of state, of JUnit 4, as they are, on each backend. */
final class BeamStateTest {

  @TestFactory
  Stream<DynamicTest> beamsTestsPassOnEachBackend() {
    return Stream.of(OnHashMap.class, OnRocksDb.class, OnForSt.class)
        .flatMap(
            suite ->
                Arrays.stream(suite.getMethods())
                    .filter(method -> method.isAnnotationPresent(org.junit.Test.class))
                    .map(method -> test(suite, method)));
  }

  private static DynamicTest test(Class<?> suite, Method method) {
    return DynamicTest.dynamicTest(
        suite.getSimpleName() + "." + method.getName(),
        () -> {
          Result result = new JUnitCore().run(Request.method(suite, method.getName()));
          for (Failure failure : result.getFailures()) {
            throw failure.getException();
          }
          if (result.getRunCount() != 1) {
            throw new AssertionError("Expected one test to run, found " + result.getRunCount());
          }
        });
  }

  /** Public, as JUnit 4 demands of classes of tests. */
  public abstract static class OnBackend extends StateInternalsTest {
    private final Backend backend;
    private @Nullable Probe probe;

    OnBackend(Backend backend) {
      this.backend = backend;
    }

    @Override
    protected StateInternals createStateInternals() {
      try {
        Probe newProbe = Probe.on(backend);
        probe = newProbe;
        newProbe.at("key", operator -> {});
        return new TestNamespaces(newProbe.operator().state());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @After
    public void close() {
      Objects.requireNonNull(probe).close();
    }
  }

  public static final class OnHashMap extends OnBackend {
    public OnHashMap() {
      super(Backend.HASHMAP);
    }
  }

  public static final class OnRocksDb extends OnBackend {
    public OnRocksDb() {
      super(Backend.ROCKSDB);
    }
  }

  public static final class OnForSt extends OnBackend {
    public OnForSt() {
      super(Backend.FORST);
    }
  }

  /** The tests have namespaces of a kind of their own, which stand for windows here. */
  private static final class TestNamespaces implements StateInternals {
    private final StateInternals state;
    private final List<StateNamespace> seen = new ArrayList<>();

    TestNamespaces(StateInternals state) {
      this.state = state;
    }

    @Override
    public Object getKey() {
      return state.getKey();
    }

    @Override
    public <T extends State> T state(
        StateNamespace namespace, StateTag<T> tag, StateContext<?> context) {
      if (!seen.contains(namespace)) {
        seen.add(namespace);
      }
      Instant start = Instant.ofEpochMilli(seen.indexOf(namespace));
      IntervalWindow window = new IntervalWindow(start, Duration.millis(1));
      return state.state(StateNamespaces.window(IntervalWindow.getCoder(), window), tag, context);
    }
  }
}
