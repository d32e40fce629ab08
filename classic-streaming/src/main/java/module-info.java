import org.penstock.classic.streaming.ClassicStreaming;

/** Translation path: Java pipelines, unbounded ones too, as Flink jobs in streaming mode. */
module org.penstock.classic.streaming {
  requires org.penstock.classic.runtime;
  requires org.penstock.runtime;
  requires org.penstock.spi;

  // Flink and Beam instantiate classes of this package by reflection.
  opens org.penstock.classic.streaming;

  provides org.penstock.spi.PipelineTranslator with
      ClassicStreaming;
}
