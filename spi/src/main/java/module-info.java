/** The plugin API: translation paths, translators of single transforms, worker environments. */
module org.penstock.spi {
  exports org.penstock.spi;
}
