/**
 * Sorts more bytes than fit in memory, and hands them out group by group.
 *
 * <p>{@link org.penstock.runtime.sort.ExternalSorter} takes records of an encoded key and an
 * encoded value and returns {@link org.penstock.runtime.sort.SortedGroups}: one group for each key,
 * whose values can be read as often as the caller likes. Neither a group nor a record needs to fit
 * in the memory of the sorter.
 *
 * <p>Records lie in {@code SortBuffer}s until these are full, are then merged into a {@code
 * RunFile} and in the end merged from all of them ({@code GroupMerge}). A buffer and a file look
 * the same to a merge: a {@code GroupCursor}.
 */
@org.jspecify.annotations.NullMarked
package org.penstock.runtime.sort;
