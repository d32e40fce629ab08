import org.penstock.environments.external.ExternalEnvironment;

/** Worker environment: SDK workers that a worker pool starts, LOOPBACK's among them. */
module org.penstock.environments.external {
  requires org.penstock.spi;

  // As the packages of all plugins are, for whoever makes objects by reflection.
  opens org.penstock.environments.external;

  provides org.penstock.spi.EnvironmentProvider with
      ExternalEnvironment;
}
