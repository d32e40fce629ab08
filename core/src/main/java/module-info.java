/** The runner: finds plugins, chooses a path, plans the job, submits it and reports the result. */
module org.penstock.core {
  requires transitive org.penstock.spi;

  exports org.penstock.core;

  uses org.penstock.spi.PipelineTranslator;
  uses org.penstock.spi.TransformTranslatorPlugin;
  uses org.penstock.spi.EnvironmentProvider;
  uses org.penstock.core.JobListener;
}
