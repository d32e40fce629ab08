/** Takes pipelines of any SDK over Beam's Job API and runs them on Flink. */
module org.penstock.job.server {
  requires org.penstock.core;

  exports org.penstock.job.server;

  // picocli fills the fields of the command.
  opens org.penstock.job.server;
}
