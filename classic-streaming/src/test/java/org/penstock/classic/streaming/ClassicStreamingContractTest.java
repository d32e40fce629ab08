package org.penstock.classic.streaming;

import org.penstock.spi.Plugin;
import org.penstock.testkit.TranslatorContract;

final class ClassicStreamingContractTest extends TranslatorContract {
  @Override
  protected Plugin plugin() {
    return new ClassicStreaming();
  }
}
