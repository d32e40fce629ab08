/** Runs Java {@code DoFn}s inside the Flink task: fused stages, their steps, side inputs. */
module org.penstock.classic.runtime {
  requires org.penstock.runtime;
  requires org.penstock.spi;

  exports org.penstock.classic.runtime;
  exports org.penstock.classic.runtime.combine;

  // Beam's invokers are generated classes that reach into this package.
  opens org.penstock.classic.runtime;
}
