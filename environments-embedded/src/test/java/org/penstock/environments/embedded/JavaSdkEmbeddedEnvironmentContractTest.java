package org.penstock.environments.embedded;

import org.penstock.spi.EnvironmentProvider;

final class JavaSdkEmbeddedEnvironmentContractTest extends EmbeddedContract {
  @Override
  EnvironmentProvider provider() {
    return new JavaSdkEmbeddedEnvironment();
  }
}
