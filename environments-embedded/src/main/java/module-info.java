import org.penstock.environments.embedded.EmbeddedEnvironment;
import org.penstock.environments.embedded.JavaSdkEmbeddedEnvironment;

/** Worker environment: Beam's Java harness in this JVM, over an in-process transport. */
module org.penstock.environments.embedded {
  requires org.penstock.spi;

  // As the packages of all plugins are, for whoever makes objects by reflection.
  opens org.penstock.environments.embedded;

  provides org.penstock.spi.EnvironmentProvider with
      EmbeddedEnvironment,
      JavaSdkEmbeddedEnvironment;
}
