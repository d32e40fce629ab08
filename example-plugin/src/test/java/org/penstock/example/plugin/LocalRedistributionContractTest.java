package org.penstock.example.plugin;

import org.penstock.spi.Plugin;
import org.penstock.testkit.TranslatorContract;

final class LocalRedistributionContractTest extends TranslatorContract {
  @Override
  protected Plugin plugin() {
    return new LocalRedistribution();
  }
}
