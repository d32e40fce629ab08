/** Runs fused stages of a pipeline in SDK harnesses of any language, over Beam's Fn API. */
module org.penstock.portable.runtime {
  requires org.penstock.runtime;
  requires org.penstock.spi;

  exports org.penstock.portable.runtime;
  exports org.penstock.portable.runtime.host;

  uses org.penstock.spi.EnvironmentProvider;

  // Beam makes its window functions from serialized objects and its options by reflection.
  opens org.penstock.portable.runtime;
}
