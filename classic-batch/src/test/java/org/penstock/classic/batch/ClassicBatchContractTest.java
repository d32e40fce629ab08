package org.penstock.classic.batch;

import org.penstock.spi.Plugin;
import org.penstock.testkit.TranslatorContract;

final class ClassicBatchContractTest extends TranslatorContract {
  @Override
  protected Plugin plugin() {
    return new ClassicBatch();
  }
}
