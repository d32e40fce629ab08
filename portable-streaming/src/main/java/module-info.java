import org.penstock.portable.streaming.PortableStreaming;

/** Translation path: pipelines of any SDK, unbounded ones too, as Flink jobs in streaming mode. */
module org.penstock.portable.streaming {
  requires org.penstock.portable.runtime;
  requires org.penstock.runtime;
  requires org.penstock.spi;

  // Flink reads operators back by reflection.
  opens org.penstock.portable.streaming;

  provides org.penstock.spi.PipelineTranslator with
      PortableStreaming;
}
