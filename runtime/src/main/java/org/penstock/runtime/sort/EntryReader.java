package org.penstock.runtime.sort;

import java.io.IOException;

/**
 * Reads the records of one group. Unlike {@link GroupIterator} it gets a payload only when asked
 * to, so that a merge of many readers holds one payload and not one for each.
 */
interface EntryReader {

  boolean advance() throws IOException;

  long order();

  /** Gets the record's payload, which stays valid until the next {@link #advance}. */
  void payload(Payload target) throws IOException;
}
