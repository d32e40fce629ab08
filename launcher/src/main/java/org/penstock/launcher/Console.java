package org.penstock.launcher;

import java.io.PrintStream;

/** Where progress and results of a run are told; never the program's own standard output. */
interface Console {
  /** Prints whole lines for good. */
  void print(String lines);

  /** Shows how far the job is; a terminal replaces what it showed before. */
  void progress(String line);

  /** How often progress is worth telling, in milliseconds. */
  long intervalMillis();

  /**
   * A live line on a terminal, plain lines elsewhere; {@code bin/penstock} knows whether there is
   * one. From then on, what is written to the standard streams keeps clear of the live line.
   */
  static Console ofThisProcess() {
    int columns = Integer.getInteger("penstock.columns", 0);
    if (columns == 0) {
      return new LogConsole(System.err);
    }
    PrintStream terminal = System.err;
    TerminalConsole console = new TerminalConsole(terminal, columns);
    System.setErr(console.beside(terminal));
    System.setOut(console.beside(System.out));
    return console;
  }
}
