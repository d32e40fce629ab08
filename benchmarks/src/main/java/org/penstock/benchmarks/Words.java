package org.penstock.benchmarks;

import java.util.function.Consumer;

/** Lines of ten words, and what is in them. Both sides use just this. */
final class Words {
  /** How many different words there are. */
  static final int DISTINCT = 10_000;

  /** How many words a line has. */
  static final int IN_LINE = 10;

  private static final String[] WORDS = new String[DISTINCT];

  static {
    for (int i = 0; i < DISTINCT; i++) {
      WORDS[i] = "word" + i;
    }
  }

  private Words() {}

  /** The line of that number. */
  static String line(long number) {
    StringBuilder line = new StringBuilder(96);
    for (int i = 0; i < IN_LINE; i++) {
      if (i > 0) {
        line.append(' ');
      }
      line.append(WORDS[index(number, i)]);
    }
    return line.toString();
  }

  /** Hands out the words of a line, each as a string of its own. */
  static void split(String line, Consumer<String> words) {
    int start = 0;
    for (int end = line.indexOf(' '); end >= 0; end = line.indexOf(' ', start)) {
      words.accept(line.substring(start, end));
      start = end + 1;
    }
    words.accept(line.substring(start));
  }

  /** A number that depends on the word and on how often it was counted. */
  static long digest(String word, long count) {
    return (word.hashCode() | 1L) * count;
  }

  /** The sum of the digests of all words in the first lines. */
  static long digest(long lines) {
    long[] counts = new long[DISTINCT];
    for (long line = 0; line < lines; line++) {
      for (int i = 0; i < IN_LINE; i++) {
        counts[index(line, i)]++;
      }
    }
    long sum = 0;
    for (int i = 0; i < DISTINCT; i++) {
      sum += digest(WORDS[i], counts[i]);
    }
    return sum;
  }

  /** Spreads the words of neighbouring lines over all there are. */
  private static int index(long line, int position) {
    long mixed = (line * IN_LINE + position) * 0x9E3779B97F4A7C15L;
    return (int) ((mixed >>> 33) % DISTINCT);
  }
}
