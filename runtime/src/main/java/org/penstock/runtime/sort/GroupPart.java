package org.penstock.runtime.sort;

/** Where the records of a group lie in one buffer or one run: what it takes to read them again. */
interface GroupPart {

  /** Returns a new reader that shares nothing with others. It holds a buffer once it was used. */
  EntryReader open();
}
