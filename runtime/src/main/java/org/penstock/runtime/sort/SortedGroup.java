package org.penstock.runtime.sort;

/**
 * All records of one key.
 *
 * <p>It is valid until its sorter is closed, also after {@link SortedGroups#next} went on. Not
 * thread-safe.
 */
public interface SortedGroup {

  /** Returns the key. The array belongs to the group: do not change it. */
  byte[] key();

  /** Returns the hash that was given with the key. */
  int keyHash();

  /**
   * Returns a new reader of the group's records from the first on, by order and then by arrival.
   *
   * <p>Any number of them can be used at the same time. None needs to be read to its end or closed:
   * a reader holds some heap memory and nothing else.
   */
  GroupIterator entries();
}
