import org.penstock.classic.batch.ClassicBatch;

/** Translation path: bounded Java pipelines as Flink jobs in batch mode. */
module org.penstock.classic.batch {
  requires org.penstock.classic.runtime;
  requires org.penstock.runtime;
  requires org.penstock.spi;

  // Flink and Beam instantiate classes of this package by reflection.
  opens org.penstock.classic.batch;

  provides org.penstock.spi.PipelineTranslator with
      ClassicBatch;
}
