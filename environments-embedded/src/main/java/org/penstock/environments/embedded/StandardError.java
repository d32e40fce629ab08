package org.penstock.environments.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what single threads print on {@link System#err}, which is printed all the same. There is
 * one standard error in a JVM, hence the static state; it is replaced only while somebody records.
 */
final class StandardError {
  private static final Map<Thread, Printed> RECORDED = new ConcurrentHashMap<>();
  private static final Object LOCK = new Object();
  private static @Nullable Tee current;

  private StandardError() {}

  /** The end of what was printed; for several threads. */
  static final class Printed {
    private static final int KEPT = 16 * 1024;

    private final StringBuilder text = new StringBuilder();

    synchronized void add(String more) {
      text.append(more);
      if (text.length() > KEPT) {
        text.delete(0, text.length() - KEPT);
      }
    }

    /** Adds a failure as the JVM would print it. */
    void add(Throwable failure) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      add(trace.toString());
    }

    synchronized String text() {
      return text.toString();
    }
  }

  /** Runs something, and records what the current thread prints meanwhile. */
  static void record(Printed printed, Runnable task) {
    Thread thread = Thread.currentThread();
    begin(thread, printed);
    try {
      task.run();
    } finally {
      end(thread);
    }
  }

  private static void begin(Thread thread, Printed printed) {
    synchronized (LOCK) {
      RECORDED.put(thread, printed);
      if (current == null) {
        current = new Tee(System.err);
        System.setErr(current.stream);
      }
    }
  }

  private static void end(Thread thread) {
    synchronized (LOCK) {
      RECORDED.remove(thread);
      if (RECORDED.isEmpty() && current != null) {
        current.records = false;
        // Whoever has set another one since may go on printing to ours.
        if (System.err == current.stream) {
          System.setErr(current.out);
        }
        current = null;
      }
    }
  }

  private static final class Tee extends OutputStream {
    private final PrintStream out;
    private final PrintStream stream;
    private volatile boolean records = true;

    Tee(PrintStream out) {
      this.out = out;
      this.stream = new PrintStream(this, true, Charset.defaultCharset());
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      out.write(bytes, offset, length);
      Printed printed = RECORDED.get(Thread.currentThread());
      if (printed != null && records) {
        printed.add(new String(bytes, offset, length, Charset.defaultCharset()));
      }
    }

    @Override
    public void flush() {
      out.flush();
    }
  }
}
