package org.penstock.runtime.sort;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a group one after the other. It is enough when no record has an order, and it
 * holds one buffer where {@link EntryMerge} holds one for each part.
 */
final class EntryChain implements EntryReader {

  private final List<GroupPart> parts;
  private int opened;
  private @Nullable EntryReader current;

  EntryChain(List<GroupPart> parts) {
    this.parts = parts;
  }

  @Override
  public boolean advance() throws IOException {
    while (current == null || !current.advance()) {
      if (opened == parts.size()) {
        return false;
      }
      current = parts.get(opened++).open();
    }
    return true;
  }

  @Override
  public long order() {
    return current().order();
  }

  @Override
  public void payload(Payload target) throws IOException {
    current().payload(target);
  }

  private EntryReader current() {
    if (current == null) {
      throw new IllegalStateException("There is no record before advance() was called.");
    }
    return current;
  }
}
