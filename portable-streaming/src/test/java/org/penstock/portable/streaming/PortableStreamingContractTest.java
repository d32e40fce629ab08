package org.penstock.portable.streaming;

import org.penstock.spi.Plugin;
import org.penstock.testkit.TranslatorContract;

final class PortableStreamingContractTest extends TranslatorContract {
  @Override
  protected Plugin plugin() {
    return new PortableStreaming();
  }
}
