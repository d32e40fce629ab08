package org.penstock.launcher;

/** Where progress and results of a run are told; never the program's own standard output. */
interface Console {
  /** Prints whole lines for good. */
  void print(String lines);

  /** Shows how far the job is; a terminal replaces what it showed before. */
  void progress(String line);

  /** How often progress is worth telling, in milliseconds. */
  long intervalMillis();
}
