package org.penstock.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Progress on a terminal: one line that is drawn again and again at the bottom. Whatever else is
 * written wipes it first, so that the line never gets mixed with the program's own output.
 */
final class TerminalConsole implements Console {
  private static final long INTERVAL_MILLIS = 500;
  private static final String WIPE = "\r\u001b[K";

  private final Object lock = new Object();
  private final PrintStream terminal;
  private final int columns;

  private boolean shown;

  /**
   * Draws on a terminal.
   *
   * @param terminal the stream to the terminal
   * @param columns its width; a longer line would not be wiped whole
   */
  TerminalConsole(PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.columns = columns;
  }

  /** The stream, but what is written to it wipes the progress line first. */
  PrintStream beside(PrintStream stream) {
    return new PrintStream(new Wiping(stream), true, encoding());
  }

  /** A terminal's own encoding, which since Java 18 is not that of files. */
  private static Charset encoding() {
    return Charset.forName(System.getProperty("native.encoding", "UTF-8"));
  }

  @Override
  public void print(String lines) {
    synchronized (lock) {
      wipe();
      terminal.println(lines);
    }
  }

  @Override
  public void progress(String line) {
    synchronized (lock) {
      String fitting = line.length() < columns ? line : line.substring(0, columns - 1);
      terminal.print(WIPE + fitting);
      terminal.flush();
      shown = true;
    }
  }

  @Override
  public long intervalMillis() {
    return INTERVAL_MILLIS;
  }

  private void wipe() {
    if (shown) {
      terminal.print(WIPE);
      terminal.flush();
      shown = false;
    }
  }

  private final class Wiping extends OutputStream {
    private final OutputStream to;

    Wiping(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      synchronized (lock) {
        wipe();
        to.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      synchronized (lock) {
        wipe();
        to.write(bytes, from, length);
      }
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }
  }
}
