package org.penstock.runtime.sort;

import java.io.IOException;

/**
 * Reads the records of a group one after the other. It stands before the first record until {@link
 * #advance} was called; the other methods may only be called after that returned true.
 */
public interface GroupIterator {

  /**
   * Goes to the next record.
   *
   * @return whether there was one
   * @throws IOException if a spilled run can't be read
   * @throws IllegalStateException if the sorter was closed, for a group that was read from memory
   */
  boolean advance() throws IOException;

  /** Returns the order the record was added with. */
  long order();

  /**
   * Returns the array that holds the payload, at {@link #offset}. It may hold other bytes too and
   * belongs to the iterator: do not change it, and do not use it after the next {@link #advance}.
   */
  byte[] array();

  /** Returns where in {@link #array} the payload starts. */
  int offset();

  /** Returns the length of the payload in bytes. */
  int length();
}
