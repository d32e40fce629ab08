/** Translates {@code Redistribute.arbitrarily} so that most elements stay on their machine. */
module org.penstock.example.plugin {
  requires org.penstock.spi;

  // Flink and Beam reach into operators and functions by reflection.
  opens org.penstock.example.plugin;

  provides org.penstock.spi.TransformTranslatorPlugin with
      org.penstock.example.plugin.LocalRedistribution;
}
