package org.penstock.runtime.sort;

import java.io.IOException;

/** Reads records of one group from a run. */
final class FileEntries implements EntryReader {

  private final RunInput input;
  private final long end;
  private long next;
  private int length;
  private long order;

  /**
   * @param input at the group's first record
   * @param end the position after the last
   */
  FileEntries(RunInput input, long end) {
    this.input = input;
    this.end = end;
    this.next = input.position();
  }

  @Override
  public boolean advance() throws IOException {
    if (next >= end) {
      return false;
    }
    input.seek(next);
    length = (int) input.readVarLong();
    order += VarInts.unZigZag(input.readVarLong());
    next = input.position() + length;
    return true;
  }

  @Override
  public long order() {
    return order;
  }

  @Override
  public void payload(Payload target) throws IOException {
    input.seek(next - length);
    input.view(target, length);
  }
}
