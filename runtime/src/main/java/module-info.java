/**
 * The Flink parts that every translation path needs: serializers, shuffles, sources, state,
 * metrics.
 */
module org.penstock.runtime {
  requires org.penstock.spi;

  exports org.penstock.runtime;
  exports org.penstock.runtime.batch;
  exports org.penstock.runtime.sideinput;
  exports org.penstock.runtime.sort;
  exports org.penstock.runtime.source;
  exports org.penstock.runtime.state;
  exports org.penstock.runtime.streaming;

  // Flink instantiates serializer snapshots and reads operators back by reflection, the JDK the
  // lambdas that were sent to tasks.
  opens org.penstock.runtime;
  opens org.penstock.runtime.batch;
  opens org.penstock.runtime.source;
  opens org.penstock.runtime.state;
  opens org.penstock.runtime.streaming;
}
