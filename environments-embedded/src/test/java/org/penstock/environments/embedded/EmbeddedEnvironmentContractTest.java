package org.penstock.environments.embedded;

import org.penstock.spi.EnvironmentProvider;

final class EmbeddedEnvironmentContractTest extends EmbeddedContract {
  @Override
  EnvironmentProvider provider() {
    return new EmbeddedEnvironment();
  }
}
