package org.penstock.classic.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** DoFns for tests of stages. */
final class Fns {
  /** What DoFns did, in order; each test clears it. DoFns are copies of what the test made. */
  static final List<String> EVENTS = new ArrayList<>();

  static final TupleTag<String> MAIN = new TupleTag<>("main") {};
  static final TupleTag<Integer> LENGTHS = new TupleTag<>("lengths") {};

  private Fns() {}

  /** Appends a letter. */
  static final class Append extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final String suffix;
    private final Counter calls = Metrics.counter("test", "calls");

    Append(String suffix) {
      this.suffix = suffix;
    }

    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) {
      out.output(element + suffix);
      // Counted after the steps behind this one have run, which count for themselves.
      calls.inc();
    }
  }

  /** Notes its life, and outputs when a bundle ends. */
  static final class Lived extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final String name;

    Lived(String name) {
      this.name = name;
    }

    @Setup
    public void setup() {
      EVENTS.add(name + " setup");
    }

    @StartBundle
    public void start() {
      EVENTS.add(name + " start");
    }

    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) {
      EVENTS.add(name + " " + element);
      out.output(element);
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      EVENTS.add(name + " finish");
      context.output("end of " + name, Instant.ofEpochMilli(42), GlobalWindow.INSTANCE);
    }

    @Teardown
    public void teardown() {
      EVENTS.add(name + " teardown");
    }
  }

  /** Fails where it is told to. */
  static final class Failing extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final String where;

    Failing(String where) {
      this.where = where;
    }

    private void failIn(String method) {
      if (where.equals(method)) {
        throw new IllegalStateException("no " + method);
      }
    }

    @Setup
    public void setup() {
      failIn("setup");
    }

    @StartBundle
    public void start() {
      failIn("start");
    }

    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) {
      failIn("process");
      out.output(element);
    }

    @FinishBundle
    public void finish() {
      failIn("finish");
    }

    @Teardown
    public void teardown() {
      EVENTS.add("failing teardown");
      failIn("teardown");
    }
  }

  /** Outputs lengths aside, and where it is told to, to a tag that nobody declared. */
  static final class Measure extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String element, MultiOutputReceiver out) {
      out.get(MAIN).output(element);
      out.get(LENGTHS).output(element.length());
      if (element.isEmpty()) {
        out.get(new TupleTag<String>("nowhere")).output(element);
      }
    }
  }

  /** Moves elements in time. */
  static final class Shift extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final long millis;
    private final long skew;

    Shift(long millis, long skew) {
      this.millis = millis;
      this.skew = skew;
    }

    @ProcessElement
    public void process(
        @Element String element, @Timestamp Instant timestamp, OutputReceiver<String> out) {
      out.outputWithTimestamp(element, timestamp.plus(Duration.millis(millis)));
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Beam's method, deprecated for users
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(skew);
    }
  }

  /** Looks at the window. */
  static final class NameWindow extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String element, BoundedWindow window, OutputReceiver<String> out) {
      out.output(element + " in " + window.maxTimestamp().getMillis());
    }
  }

  /** Asks to be told when its bundle is committed. */
  static final class Finalized extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element String element, BundleFinalizer finalizer) {
      finalizer.afterBundleCommit(
          Instant.now().plus(Duration.standardHours(1)), () -> EVENTS.add("committed " + element));
      finalizer.afterBundleCommit(
          Instant.now().minus(Duration.millis(1)), () -> EVENTS.add("expired " + element));
    }
  }
}
