import org.penstock.portable.batch.PortableBatch;

/** Translation path: bounded pipelines of any SDK as Flink jobs in batch mode. */
module org.penstock.portable.batch {
  requires org.penstock.portable.runtime;
  requires org.penstock.runtime;
  requires org.penstock.spi;

  // The JDK reads back lambdas that were sent to tasks.
  opens org.penstock.portable.batch;

  provides org.penstock.spi.PipelineTranslator with
      PortableBatch;
}
