/**
 * The command line: runs, explains and checks programs, lists plugins, starts a cluster, controls
 * jobs.
 */
module org.penstock.launcher {
  requires org.penstock.core;
  requires org.penstock.job.server;
  requires org.penstock.spi;
  requires java.net.http;

  // picocli fills the fields of the commands.
  opens org.penstock.launcher;

  provides org.penstock.core.JobListener with
      org.penstock.launcher.JobEvents;
}
