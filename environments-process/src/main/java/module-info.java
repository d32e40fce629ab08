import org.penstock.environments.process.ProcessEnvironment;

/** Worker environment: SDK workers as processes of this machine, which end with this JVM. */
module org.penstock.environments.process {
  requires org.penstock.spi;

  // As the packages of all plugins are, for whoever makes objects by reflection.
  opens org.penstock.environments.process;

  provides org.penstock.spi.EnvironmentProvider with
      ProcessEnvironment;
}
