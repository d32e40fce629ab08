/** The command line: runs a program on the runner, explains a pipeline, lists the plugins. */
module org.penstock.launcher {
  requires org.penstock.core;
  requires org.penstock.spi;
  requires java.net.http;

  // picocli fills the fields of the commands.
  opens org.penstock.launcher;

  provides org.penstock.core.JobListener with
      org.penstock.launcher.JobEvents;
}
